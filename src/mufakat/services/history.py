"""Who proposed these words, in which round, and who ruled: the record, read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.git_answers import Commit
from mufakat.edges.workspace import Workspace
from mufakat.procedure.standing import Standing
from mufakat.procedure.visibility import may_see_words
from mufakat.services.look_up import look_up


@dataclass(frozen=True, slots=True)
class Act:
    """One act on the record, by whom and when; ``tags`` name the draft that it is."""

    commit: str
    when: datetime
    author: str
    subject: str
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """Every act on an instrument, the newest first: its main line and all that was lodged."""

    instrument: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change between two drafts, at a place that a person can find."""

    place: str
    kind: str
    before: str
    after: str
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """What one draft says differently from another."""

    instrument: str
    before: str
    after: str
    changes: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a paragraph's present words come from.

    ``draft`` is the one that brought them, ``round`` the round whose rulings made it (0 for the
    zero draft), ``by`` those who proposed them. Where the chair put other words in,
    ``disposition`` says so. ``earlier`` are the origins of the words that stood there before, the
    newest first: some of them may still stand.
    """

    paragraph: str
    place: str
    text: str
    draft: str
    round: int = 0
    by: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    disposition: str = ""
    ruled_by: str = ""
    reason: str = ""
    earlier: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True)
class Blame:
    """The provenance of every paragraph of the current draft, in reading order."""

    instrument: str
    draft: str
    paragraphs: tuple[Provenance, ...]


def log(workspace: Workspace, instrument: str) -> Log:
    """Every act on the instrument, the newest first.

    While a sealed round is open, what delegations wrote with their submissions is not shown.
    """
    head = look_up(workspace, instrument)
    repository = workspace.ledger.repository
    lodged = repository.refs(f"refs/submissions/{instrument}", f"refs/late/{instrument}")
    sealed = _sealed(head.standing, lodged)
    tags: dict[str, list[str]] = {}
    for ref in repository.refs(f"refs/tags/{instrument}"):
        tags.setdefault(repository.resolve(ref), []).append(ref.removeprefix("refs/tags/"))
    commits = repository.commits("--date-order", f"refs/heads/{instrument}", *lodged.values())
    return Log(
        instrument,
        tuple(_act(commit, tags.get(commit.oid, []), commit.oid in sealed) for commit in commits),
    )


def _sealed(standing: Standing, lodged: dict[str, str]) -> set[str]:
    """The submissions whose words are nobody's to see yet."""
    record = standing.round
    if record is None:
        return set()
    parts = ((ref.split("/"), oid) for ref, oid in lodged.items())
    return {
        oid
        for (_, _, _, number, owner, _), oid in parts
        if number == str(record.number) and not may_see_words(record, owner)
    }


def _act(commit: Commit, tags: list[str], sealed: bool) -> Act:
    note = "" if sealed else commit.message.partition("\n")[2].strip()
    subject = commit.subject.partition(":")[0] if sealed else commit.subject
    return Act(commit.oid, commit.when, commit.author.name, subject, note, tuple(tags))


def diff(workspace: Workspace, instrument: str, before: str = "", after: str = "") -> Differences:
    """What one draft says differently from another; else the current one from the one before."""
    from mufakat.services import provenance  # late: a look at the log reads no text

    return provenance.differences(workspace, instrument, before, after)


def blame(workspace: Workspace, instrument: str) -> Blame:
    """Who proposed each paragraph's words, and who ruled."""
    from mufakat.services import provenance

    return provenance.blame(workspace, instrument)
