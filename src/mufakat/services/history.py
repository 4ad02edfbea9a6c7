"""Who proposed these words, in which round, and who ruled: the record, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mufakat.change.amendment import Amendment, Insert, Merge, Move, Operation, Replace
from mufakat.change.diff import diff as compare
from mufakat.change.merge import merge
from mufakat.edges import rulings_file
from mufakat.edges.ledger import TEXT, Head, Ledger, round_file
from mufakat.edges.workspace import Workspace
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.draft import following, preceding, printed
from mufakat.procedure.nearest import unknown
from mufakat.procedure.place import Places
from mufakat.procedure.wording import wording
from mufakat.services.apply_rulings import RULINGS, settled_rulings
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up
from mufakat.text.document import Block, Cell, Document, Node, Paragraph, Row, paragraphs
from mufakat.text.markup import parse
from mufakat.text.numbering import labels


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
    ``disposition`` says so.
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


@dataclass(frozen=True, slots=True)
class Blame:
    """The provenance of every paragraph of the current draft, in reading order."""

    instrument: str
    draft: str
    paragraphs: tuple[Provenance, ...]


def log(workspace: Workspace, instrument: str) -> Log:
    """Every act on the instrument, the newest first."""
    look_up(workspace, instrument)
    repository = workspace.ledger.repository
    lodged = repository.refs(f"refs/submissions/{instrument}", f"refs/late/{instrument}")
    tags: dict[str, list[str]] = {}
    for ref in repository.refs(f"refs/tags/{instrument}"):
        tags.setdefault(repository.resolve(ref), []).append(ref.removeprefix("refs/tags/"))
    commits = repository.commits("--date-order", f"refs/heads/{instrument}", *lodged.values())
    return Log(
        instrument,
        tuple(
            Act(
                commit.oid,
                commit.when,
                commit.author.name,
                commit.subject,
                commit.message.partition("\n")[2].strip(),
                tuple(tags.get(commit.oid, ())),
            )
            for commit in commits
        ),
    )


def diff(workspace: Workspace, instrument: str, before: str = "", after: str = "") -> Differences:
    """What one draft says differently from another; else the current one from the one before."""
    head = look_up(workspace, instrument)
    new = _draft(head, after) if after else head.standing.draft
    old = _draft(head, before) if before else (preceding(new) or new)
    texts = _texts(workspace.ledger, head)
    base = texts[old]
    places = Places.of(base, labels(base))
    merged = merge(base, {"": compare(base, texts[new])}, [""])
    changes = []
    for amendment in merged.amendments:
        said = wording(amendment, places)
        place = places.name(said.place)
        kind = amendment.kind
        changes.append(Difference(place, kind, said.original.text, said.proposed.text, said.manner))
    return Differences(instrument, old, new, tuple(changes))


def _draft(head: Head, name: str) -> str:
    """A draft by its name in files or on paper: ``rev-1`` or ``Rev.1``."""
    known = list(_drafts(head))
    folded = {draft: draft for draft in known} | {printed(d).casefold(): d for d in known}
    found = folded.get(name.casefold())
    if found is None:
        raise unknown("draft", name, known)
    return found


def blame(workspace: Workspace, instrument: str) -> Blame:
    """Who proposed each paragraph's words, and who ruled."""
    head = look_up(workspace, instrument)
    ledger = workspace.ledger
    texts = _texts(ledger, head)
    found: dict[str, Provenance] = {}
    for draft, text in texts.items():
        before = texts.get(preceding(draft))
        origin = _Origin(ledger, head, draft, before) if before else None
        places = Places.of(text, labels(text))
        held = {p.id: p for p in paragraphs(before)} if before else {}
        current = {}
        for paragraph in paragraphs(text):
            place = places.name(paragraph.id)
            known = found.get(paragraph.id)
            if known and origin and held.get(paragraph.id) == paragraph:
                current[paragraph.id] = _moved(known, place)
            else:
                current[paragraph.id] = _provenance(paragraph, place, draft, origin)
        found = current
    return Blame(instrument, head.standing.draft, tuple(found.values()))


def _moved(known: Provenance, place: str) -> Provenance:
    return Provenance(
        known.paragraph,
        place,
        known.text,
        known.draft,
        known.round,
        known.by,
        known.proposals,
        known.disposition,
        known.ruled_by,
        known.reason,
    )


def _provenance(paragraph: Paragraph, place: str, draft: str, origin: _Origin | None) -> Provenance:
    if origin is None:
        return Provenance(paragraph.id, place, paragraph.text, draft)
    accepted = origin.of(paragraph)
    rulings = [origin.rulings[one.id] for one in accepted]
    by = {sponsor for one in accepted for sponsor in one.sponsors}
    return Provenance(
        paragraph.id,
        place,
        paragraph.text,
        draft,
        origin.round,
        tuple(code for code in origin.parties if code in by),
        tuple(one.id for one in accepted),
        _joined(ruling.disposition for ruling in rulings),
        _joined(ruling.author for ruling in rulings),
        _joined(ruling.reason for ruling in rulings),
    )


def _joined(words: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))


class _Origin:
    """What made one draft of the one before it: the accepted proposals of a round."""

    def __init__(self, ledger: Ledger, head: Head, draft: str, before: Document) -> None:
        name = head.instrument.id
        issued = ledger.at(ledger.tagged(name, draft), name)
        record = issued.standing.round
        assert record is not None
        self.round = record.number
        self.parties = head.instrument.parties
        merged: Merge = recorded_merge(ledger, issued, record.number, before)
        held = ledger.read(issued, round_file(record.number, RULINGS))
        self.rulings: Mapping[str, Ruling] = settled_rulings(rulings_file.recorded(held))
        self.known = {p.id for p in paragraphs(before)}
        self.accepted = [
            amendment
            for amendment in merged.amendments
            if self.rulings[amendment.id].disposition in ("accepted", "accepted as modified")
        ]

    def of(self, paragraph: Paragraph) -> list[Amendment]:
        """The accepted proposals that gave this paragraph its words."""
        touching = [one for one in self.accepted if _touches(one.operation, paragraph)]
        if touching or paragraph.id in self.known:
            return touching
        brought = [one for one in self.accepted if self._brought(one, paragraph)]
        return brought or [one for one in self.accepted if _splits(one.operation, paragraph)]

    def _brought(self, amendment: Amendment, paragraph: Paragraph) -> bool:
        if not isinstance(amendment.operation, Insert):
            return False
        modified = self.rulings[amendment.id].text
        words = [modified] if modified else list(_words(amendment.operation.node))
        return paragraph.text in words


def _touches(operation: Operation, paragraph: Paragraph) -> bool:
    return not isinstance(operation, Insert | Move) and operation.block == paragraph.id


def _splits(operation: Operation, paragraph: Paragraph) -> bool:
    """Whether the words stand at the start or end of what a split put in."""
    if not isinstance(operation, Replace) or not operation.fragment.styles:
        return False
    parts = operation.fragment.text.split("\u2029")
    first, last = parts[0], parts[-1]
    return (
        paragraph.text in parts
        or (bool(last) and paragraph.text.startswith(last))
        or (bool(first) and paragraph.text.endswith(first))
        or not (first or last)
    )


def _words(node: Node) -> Iterator[str]:
    """The words of each paragraph in a node."""
    if isinstance(node, Paragraph):
        yield node.text
        return
    inside: Sequence[Block | Row | Cell]
    if isinstance(node, Cell):
        inside = node.blocks
    else:
        inside = node.cells if isinstance(node, Row) else node.rows
    for one in inside:
        yield from _words(one)


def _drafts(head: Head) -> Iterator[str]:
    draft = "zero"
    while True:
        yield draft
        if draft == head.standing.draft:
            return
        draft = following(draft)


def _texts(ledger: Ledger, head: Head) -> dict[str, Document]:
    """The text of each draft, the oldest first."""
    name = head.instrument.id
    drafts = list(_drafts(head))
    held = ledger.repository.read([f"{ledger.tagged(name, draft)}:{TEXT}" for draft in drafts])
    return {
        draft: parse((content or b"").decode()) for draft, content in zip(drafts, held, strict=True)
    }
