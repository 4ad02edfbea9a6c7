"""A submission is what a delegation lodged in a round; a later one supersedes, both are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mufakat.procedure.round import Round


@dataclass(frozen=True, slots=True)
class Submission:
    """The record of one submission.

    ``name`` is the file's name as it came, ``sha256`` the digest of its bytes; both are empty for
    a word without a file ("no comment", a withdrawal, an objection). ``changes`` counts its
    proposals by kind, ``operations`` the single changes that they are made of. ``warnings`` are
    what the delegation was told when it lodged.
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

    @property
    def key(self) -> str:
        """``PHL/1``: which submission of the round, once it is known whether it was late."""
        return f"{self.delegation}/{self.seq}"

    @property
    def receipt(self) -> str:
        """The number that the delegation is given: ``joint-statement/1/PHL/1``."""
        late = "/late" if self.late else ""
        return f"{self.instrument}/{self.round}/{self.key}{late}"


def latest(submissions: Iterable[Submission]) -> dict[str, Submission]:
    """Each delegation's newest submission, by code."""
    newest: dict[str, Submission] = {}
    for submission in submissions:
        held = newest.get(submission.delegation)
        if held is None or submission.seq > held.seq:
            newest[submission.delegation] = submission
    return newest


def counted(
    record: Round, in_time: Iterable[Submission], late: Iterable[Submission]
) -> dict[str, Submission]:
    """The submissions that count, by code: the newest in time, or an admitted late one."""
    counting = latest(in_time)
    counting.update(latest(s for s in late if s.key in record.admitted))
    return {code: s for code, s in counting.items() if not s.withdrawn}


def superseded(counting: Mapping[str, Submission], every: Iterable[Submission]) -> list[Submission]:
    """The submissions that a later one, or a withdrawal, of the same delegation replaced."""
    standing = {s.receipt for s in counting.values()}
    return [s for s in every if not s.withdrawn and s.receipt not in standing]
