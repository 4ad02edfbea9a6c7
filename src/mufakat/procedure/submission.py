"""A submission is what a delegation lodged in a round; a later one supersedes, both are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mufakat.procedure.round import Round
from mufakat.procedure.rules import SubmissionState


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal in a line: its place, its kind, the words before and after."""

    place: str
    kind: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """The record of one submission.

    ``name`` is the file's name as it came, ``sha256`` the digest of its bytes; both are empty for
    a word without a file ("no comment", a withdrawal, an objection). ``changes`` counts its
    proposals by kind, ``operations`` the single changes that they are made of. ``warnings`` are
    what the delegation was told when it lodged, and so is ``understood``: its first proposals in
    words. ``objects`` are the digests of the pictures and the like that it brought, ``comments``
    the number of its comments. ``turn`` is its place among all of this delegation's in the round,
    in time or late. ``typed_by`` are the names that the file's own program gave to its changes and
    comments: they prove nothing.
    """

    instrument: str
    round: int
    delegation: str
    seq: int
    when: datetime
    name: str = ""
    sha256: str = ""
    note: str = ""
    late: bool = False
    withdrawn: bool = False
    objection: bool = False
    changes: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    operations: int = 0
    made_from: str = ""
    objects: tuple[str, ...] = ()
    turn: int = 0
    comments: int = 0
    understood: tuple[Proposed, ...] = ()
    typed_by: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it neither proposes anything nor comments: "no comment", a file as issued."""
        return not self.changes and not self.comments

    @property
    def more(self) -> int:
        """How many proposals ``understood`` leaves out."""
        return sum(self.changes.values()) - len(self.understood) if self.understood else 0

    @property
    def key(self) -> str:
        """``PHL/1``: which submission of the round, once it is known whether it was late."""
        return f"{self.delegation}/{self.seq}"

    @property
    def receipt(self) -> str:
        """The number that the delegation is given: ``joint-statement/1/PHL/1``."""
        late = "/late" if self.late else ""
        return f"{self.instrument}/{self.round}/{self.key}{late}"

    @property
    def order(self) -> tuple[int, bool, int]:
        """Grows with every submission of a delegation in one round, whatever the clock says."""
        return self.turn, self.late, self.seq


def latest(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Each delegation's newest submission, by code."""
    newest: dict[str, Submission] = {}
    for submission in submissions:
        held = newest.get(submission.delegation)
        if held is None or submission.order > held.order:
            newest[submission.delegation] = submission
    return newest


def counted(
    record: Round, in_time: Iterable[Submission], late: Iterable[Submission]
) -> dict[str, Submission]:
    """The submissions that count, by code: the newest of those in time and the admitted ones."""
    newest = _newest(record, in_time, late)
    return {code: one for code, one in newest.items() if not one.withdrawn}


def superseded(counting: Mapping[str, Submission], every: Iterable[Submission]) -> list[Submission]:
    """The submissions that a later one, or a withdrawal, of the same delegation replaced."""
    standing = {s.receipt for s in counting.values()}
    return [s for s in every if not s.withdrawn and s.receipt not in standing]


def state(
    record: Round, one: Submission, in_time: Iterable[Submission], late: Iterable[Submission]
) -> SubmissionState:
    """Where a submission stands among all of its round."""
    newest = _newest(record, in_time, late).get(one.delegation, one)
    if one.order < newest.order:
        return "withdrawn" if newest.withdrawn else "superseded"
    if one.late:
        return "admitted" if one.key in record.admitted else "late"
    return "withdrawn" if one.withdrawn else "in time"


def _newest(
    record: Round, in_time: Iterable[Submission], late: Iterable[Submission]
) -> dict[str, Submission]:
    admitted = (one for one in late if one.key in record.admitted)
    return latest((*in_time, *admitted))
