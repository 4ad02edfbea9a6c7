"""The record of a meeting's negotiations: what is kept in the drafts' repository, and where.

``refs/heads/<instrument>`` is an instrument's main line; each commit's tree holds the text, its
state and all that outputs are made from. Submissions, late ones, received bytes and rounds have
refs of their own (see the architecture page). Commits are stored first and published after, by one
transaction that checks every value it was based on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mufakat import records
from mufakat.edges import shared
from mufakat.edges.git import ABSENT, Change, Raced, Repository, create, update, verify
from mufakat.edges.record_names import (
    INSTRUMENT,
    MEETING,
    STATE,
    SUBMISSION,
    consolidated_ref,
    opened_ref,
    round_file,
    state_ref,
    tag,
)
from mufakat.procedure.draft import printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Party
from mufakat.procedure.round import Round
from mufakat.procedure.standing import Standing
from mufakat.procedure.submission import Submission
from mufakat.refusal import Refusal
from mufakat.text.document import digest


@dataclass(frozen=True, slots=True)
class Head:
    """A commit of an instrument's main line, read: its files (blob ids by path) and its state.

    ``round_state`` is what ``refs/rounds/.../state`` of the newest round pointed at.
    """

    commit: str
    files: Mapping[str, str]
    instrument: Instrument
    standing: Standing
    round_state: str = ""


@dataclass(frozen=True, slots=True)
class Lodged:
    """A submission with the commit that keeps it."""

    submission: Submission
    commit: str


class Ledger:
    """The records of one meeting, in one bare repository, or a clone of a shared one."""

    def __init__(self, path: Path) -> None:
        self.repository = shared.opened(path)

    # Reading

    def instruments(self) -> tuple[str, ...]:
        """The instruments that have a draft, by name."""
        if not self.repository.exists:
            return ()
        heads = self.repository.refs("refs/heads")
        return tuple(ref.removeprefix("refs/heads/") for ref in heads)

    def head(self, instrument: str) -> Head | None:
        """The newest commit of an instrument's main line, or None if it has no draft."""
        if not self.repository.exists:
            return None
        branch = f"refs/heads/{instrument}"
        found = self.repository.refs(branch, f"refs/rounds/{instrument}")
        return self._at(found[branch], instrument, found) if branch in found else None

    def at(self, commit: str, instrument: str) -> Head:
        """A main-line commit, read."""
        return self._at(commit, instrument, {})

    def _at(self, commit: str, instrument: str, refs: Mapping[str, str]) -> Head:
        held = _read(self.repository.path, commit, instrument)
        number = held.standing.round.number if held.standing.round else 0
        return replace(held, round_state=refs.get(state_ref(instrument, number), ""))

    def read(self, head: Head, path: str) -> bytes:
        """A file of a main-line commit; KeyError if it has none of that name."""
        content = self.repository.read([head.files[path]])[0]
        if content is None:
            raise Refusal("The drafts' repository is damaged.", f"{path} is missing from it.")
        return content

    def when(self, commit: str) -> datetime:
        """The moment that a commit is dated."""
        return self.repository.commits("-1", commit)[0].when

    def folder(self, head: Head, folder: str) -> dict[str, bytes]:
        """The files below a folder of a main-line commit, by their paths in it."""
        prefix = f"{folder}/"
        paths = [path for path in head.files if path.startswith(prefix)]
        contents = self.repository.read([head.files[path] for path in paths])
        pairs = zip(paths, contents, strict=True)
        return {path.removeprefix(prefix): held for path, held in pairs if held is not None}

    def folder_of(self, name: str) -> dict[str, bytes]:
        """All files of a commit that is no main-line commit, by path."""
        files = self.repository.tree(name)
        contents = self.repository.read(list(files.values()))
        return {path: held for path, held in zip(files, contents, strict=True) if held is not None}

    def opened(self, instrument: str, number: int) -> str:
        """The commit that opened a round: the parent of all its submissions."""
        return self.repository.resolve(opened_ref(instrument, number))

    def consolidated(self, instrument: str, number: int) -> str:
        """The commit that consolidated a round, or an empty string."""
        return self.repository.resolve(consolidated_ref(instrument, number))

    def tagged(self, instrument: str, name: str) -> str:
        """The commit that a tag of this instrument stands for, or an empty string."""
        return self.repository.resolve(f"refs/tags/{tag(instrument, name)}")

    def meetings(self) -> set[bytes]:
        """The meeting files that the instruments' newest commits hold."""
        names = [f"refs/heads/{name}:{MEETING}" for name in self.instruments()]
        return {held for held in self.repository.read(names) if held} if names else set()

    def submissions(self, instrument: str, number: int, *, late: bool = False) -> list[Lodged]:
        """What was lodged in a round, in time or late, by delegation and order."""
        return self._lodged(f"refs/{'late' if late else 'submissions'}/{instrument}/{number}")

    def lodged_by(self, code: str, instrument: str, number: int) -> list[Lodged]:
        """What one delegation lodged in a round, in time and late."""
        whose = f"{instrument}/{number}/{code}"
        return self._lodged(f"refs/submissions/{whose}", f"refs/late/{whose}")

    def _lodged(self, *folders: str) -> list[Lodged]:
        commits = list(self.repository.refs(*folders).values())
        contents = self.repository.read([f"{commit}:{SUBMISSION}" for commit in commits])
        lodged = [
            Lodged(records.read(Submission, content), commit)
            for commit, content in zip(commits, contents, strict=True)
            if content is not None
        ]
        return sorted(lodged, key=lambda one: (one.submission.delegation, one.submission.seq))

    # Writing

    def keep(self, content: bytes) -> str:
        """Keeps what came through the door, before anything reads it; its SHA-256."""
        sha256 = digest(content)
        ref = f"refs/received/{sha256}"
        if ref in self.repository.refs(ref):
            return sha256  # it came before
        blob = self.repository.write_blobs([content])[0]
        try:
            self.repository.move([create(ref, blob)])
        except Raced:
            pass  # it came at the same time, and is kept already
        return sha256

    def commit(
        self,
        standing: Standing,
        files: Mapping[str, bytes | str],
        message: str,
        author: Party,
        when: datetime,
        *,
        head: Head | None,
        parents: Sequence[str] = (),
    ) -> str:
        """Stores a main-line commit that follows ``head``, without publishing it.

        ``files`` take the place of those of the same path (a string is the id of a blob that is
        kept already); ``parents`` come after ``head``.
        """
        tree: dict[str, bytes | str] = dict(head.files) if head else {}
        tree |= {**files, STATE: records.write(standing)}
        if standing.round:
            tree[round_file(standing.round.number, "round.json")] = records.write(standing.round)
        before = [head.commit] if head else []
        return self.repository.write_commit(tree, [*before, *parents], message, author, when)

    def publish(
        self,
        commit: str,
        standing: Standing,
        *,
        head: Head | None,
        also: Iterable[Change] = (),
    ) -> None:
        """Makes a commit the newest of its main line; ``Raced`` if ``head`` no longer is.

        The round's state moves in the same transaction, wherever the round has changed.
        """
        branch = f"refs/heads/{standing.instrument}"
        changes = [Change(branch, head.commit if head else ABSENT, commit), *also]
        before = head.standing.round if head else None
        if standing.round and standing.round != before:
            changes += _round_changes(standing.instrument, standing.round, before, head, commit)
        self.repository.move(changes)

    def record(
        self,
        standing: Standing,
        message: str,
        author: Party,
        when: datetime,
        *,
        head: Head,
        files: Mapping[str, bytes | str] | None = None,
        parents: Sequence[str] = (),
        also: Iterable[Change] = (),
    ) -> str:
        """Stores a main-line commit that follows ``head`` and publishes it at once; its id."""
        commit = self.commit(
            standing, files or {}, message, author, when, head=head, parents=parents
        )
        self.publish(commit, standing, head=head, also=also)
        return commit

    def lodge(
        self,
        head: Head,
        submission: Submission,
        files: Mapping[str, bytes],
        author: Party,
        *,
        seen: Sequence[Lodged],
    ) -> Lodged:
        """Lodges a submission through the gate; ``Raced`` if the round has changed since ``head``.

        So it is if the delegation has lodged anything but what was ``seen`` (in time and late).
        It gets the next number of its kind: in time, or late where ``submission`` says so.
        """
        lodged, change = self.store(submission, files, author, seen=seen)
        gate = verify(state_ref(submission.instrument, submission.round), head.round_state)
        self.repository.move([gate, change])
        return lodged

    def store(
        self,
        submission: Submission,
        files: Mapping[str, bytes],
        author: Party,
        *,
        seen: Sequence[Lodged],
    ) -> tuple[Lodged, Change]:
        """Stores a submission's commit; the change that lodges it, for the caller to carry out."""
        kinds = ("late", "submissions") if submission.late else ("submissions", "late")
        whose = f"{submission.instrument}/{submission.round}/{submission.delegation}"
        folder, other = (f"refs/{kind}/{whose}" for kind in kinds)
        opened = opened_ref(submission.instrument, submission.round)
        held = self.repository.refs(folder, other, opened)
        opening = held.pop(opened)
        if set(held.values()) != {one.commit for one in seen}:
            raise Raced(folder)
        seq = 1 + sum(one.submission.late == submission.late for one in seen)
        record = replace(submission, seq=seq, turn=1 + len(seen))
        commit = self.repository.write_commit(
            {**files, SUBMISSION: records.write(record)},
            [opening],
            _message(record),
            author,
            record.when,
        )
        return Lodged(record, commit), create(f"{folder}/{seq}", commit)


@lru_cache(maxsize=512)
def _read(path: Path, commit: str, instrument: str) -> Head:
    """A main-line commit, which never changes: read once, however often it is looked at."""
    repository = Repository(path)
    files = repository.tree(commit)
    about, state = repository.read([files[INSTRUMENT], files[STATE]])
    if about is None or state is None:
        raise Refusal(f"The record of {instrument} is damaged.", "Restore the drafts' repository.")
    return Head(commit, files, records.read(Instrument, about), records.read(Standing, state))


def _round_changes(
    instrument: str, record: Round, before: Round | None, head: Head | None, commit: str
) -> Iterable[Change]:
    pointer = state_ref(instrument, record.number)
    if head is None or before is None or before.number != record.number:
        yield create(pointer, commit)
        yield create(opened_ref(instrument, record.number), commit)
    else:
        yield update(pointer, commit, head.round_state)


def _message(record: Submission) -> str:
    number, code = record.round, record.delegation
    if record.withdrawn:
        subject = f"{code} withdraws its submission in round {number}"
    elif record.objection:
        subject = f"{code} breaks silence in round {number}"
    else:
        what = _contents(record)
        late = ", late" if record.late else ""
        old = f", brought forward from {printed(record.made_from)}" if record.made_from else ""
        subject = f"{code} in round {number}: {what}{old}{late}"
    note = f"\n\n{record.note}" if record.note else ""
    return f"{subject}{note}\n"


def _contents(record: Submission) -> str:
    """What was lodged, counted: ``2 changes and 1 comment``."""
    if record.empty:
        return "a file without changes" if record.name else "no comment"
    counts = {"change": sum(record.changes.values()), "comment": record.comments}
    return " and ".join(f"{n} {what}{'s' if n > 1 else ''}" for what, n in counts.items() if n)
