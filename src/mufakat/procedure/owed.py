"""What the delegations are owed: every notice that follows from where an instrument stands.

It is computed from the record alone. Whoever died between an act and its mails has lost none of
them: they are owed until they are in the outbox.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from mufakat.procedure.delegation import Delegation, address
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.notice import Notice
from mufakat.procedure.occasions import (
    admission,
    adoption,
    closing,
    extension,
    invitation,
    letter,
    receipt,
    silence,
)
from mufakat.procedure.round import Round
from mufakat.procedure.standing import Standing
from mufakat.procedure.submission import Submission, counted


def owed(
    meeting: Meeting,
    instrument: Instrument,
    standing: Standing,
    in_time: Iterable[Submission],
    late: Iterable[Submission],
    *,
    announced: datetime | None,
    told: Mapping[str, Collection[str]],
    now: datetime,
) -> tuple[Notice, ...]:
    """The notices of the newest round, and of the adoption.

    ``announced`` is the deadline with which the round was opened; ``told`` are the addresses of
    each delegation that were told of its opening.
    """
    parties = [party for party in meeting.parties(instrument) if party.focal_points]
    found: list[Notice] = []
    record = standing.round
    if record:
        lodged = [*in_time, *late]
        for party in parties:
            found += _opening(meeting, instrument, record, party, told.get(party.code, ()), now)
            found += _of_round(meeting, instrument, standing, record, party, lodged, announced, now)
    if standing.adoption:
        found += [adoption(meeting, instrument, party, standing.adoption) for party in parties]
    return tuple(found)


def _opening(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    told: Collection[str],
    now: datetime,
) -> Iterator[Notice]:
    """What opens the round, to all; then to whoever is a focal point only since."""
    if record.kind == "comments" and record.state != "open":
        return
    tell = silence if record.kind == "silence" else invitation
    yield tell(meeting, instrument, record, party)
    if told and record.state == "open" and now < record.deadline_of(party.code):
        for point in party.focal_points:
            if address(point.email) not in told:
                yield tell(meeting, instrument, record, party, point)


def _of_round(
    meeting: Meeting,
    instrument: Instrument,
    standing: Standing,
    record: Round,
    party: Delegation,
    lodged: list[Submission],
    announced: datetime | None,
    now: datetime,
) -> Iterator[Notice]:
    own = [one for one in lodged if one.delegation == party.code]
    for one in own:
        yield receipt(meeting, instrument, record, party, one)
        if one.late and one.key in record.admitted:
            yield admission(meeting, instrument, record, party, one)
    moved = record.reopened or record.deadline_of(party.code) != announced
    if record.state == "open" and moved:
        yield extension(meeting, instrument, record, party, now)
    held = counted(record, [s for s in own if not s.late], [s for s in own if s.late])
    if record.kind == "comments" and record.closed:
        yield closing(meeting, instrument, record, party, held.get(party.code))
    if record.state == "issued":
        yield letter(meeting, instrument, record, party, standing.draft, held.get(party.code))
