"""Puts the chair's rulings on record: every proposal has exactly one, with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mufakat.change.amendment import Amendment, Merge, Replace
from mufakat.change.layout import Layout, layout
from mufakat.change.proposal.proposals import wholes
from mufakat.change.ruling import Decision, can_be_modified, contradictions
from mufakat.edges import rulings_file
from mufakat.edges.ledger import Head
from mufakat.edges.record_names import round_file
from mufakat.edges.workspace import Workspace
from mufakat.procedure.disposition import Ruling, settle
from mufakat.procedure.nearest import listed
from mufakat.procedure.permissions import actor
from mufakat.procedure.position import opposed
from mufakat.procedure.readings import Reading, readings
from mufakat.procedure.round import Round, after
from mufakat.procedure.standing import current_round
from mufakat.refusal import Refusal
from mufakat.services.answers import answers, asked, carried_over, filled_in, since
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.take_position import held_positions

RULINGS = "rulings.yaml"

_FEW, _ENOUGH = 3, 5  # words that tell a whole paragraph from words that are to stand in it


@dataclass(frozen=True, slots=True)
class Ruled:
    """How many proposals were ruled on, by disposition.

    ``readings`` are the paragraphs that no delegation has read as they will stand. ``news`` says
    who has joined in a proposal since the file was made, where it is an earlier consolidation's.
    """

    instrument: str
    round: int
    counts: Mapping[str, int]
    commit: str
    readings: tuple[Reading, ...] = ()
    news: tuple[str, ...] = ()


def apply_rulings(workspace: Workspace, instrument: str, path: Path, *, now: datetime) -> Ruled:
    """Records the rulings of a file; before the next draft is issued they may be applied anew.

    Refused: a proposal without a ruling or with two, one that does not exist, a part of one, a
    ruling without a reason, and accepted proposals that cannot stand in one text. A file that was
    made before the round was consolidated again is taken where it answers all there is now.
    """
    data = filled_in(path)
    return until_settled(lambda: _apply(workspace, instrument, data, now))


def _apply(workspace: Workspace, instrument: str, data: bytes, now: datetime) -> Ruled:
    head = look_up(workspace, instrument)
    meeting, moment = workspace.meeting, workspace.meeting.moment(now)
    record = current_round(head.standing)
    filled = rulings_file.read(data, meeting.chair.name, moment)
    changed = after(record, "rule")
    made_for = asked(workspace.ledger, head, record, filled)
    merged = recorded_merge(workspace.ledger, head, record.number)
    against = opposed(held_positions(workspace.ledger, head))
    rulings = (
        carried_over(made_for, merged, filled, against, instrument)
        if made_for
        else answers(merged, filled, against)
    )
    settled = _settle(merged, rulings)
    kept = _together(settled)
    news = _news(made_for, merged) if made_for else ()
    counts = dict(Counter(str(settled[one.id].disposition) for one in wholes(merged)))
    shown = readings(merged, decisions(settled))
    if _same_as_before(workspace, head, record, kept):
        return Ruled(instrument, record.number, counts, head.round_state, shown, news)
    standing = replace(head.standing, round=changed)
    files = {round_file(record.number, RULINGS): rulings_file.record(kept)}
    message = _message(record, merged, settled)
    author = actor(meeting, "rule")
    commit = workspace.ledger.record(standing, message, author, moment, head=head, files=files)
    return Ruled(instrument, record.number, counts, commit, shown, news)


def _settle(merged: Merge, rulings: list[Ruling]) -> dict[str, Ruling]:
    passages = {passage.id: passage.amendments for passage in merged.passages}
    _check_modified(merged, rulings)
    return settle(
        rulings,
        [amendment.id for amendment in merged.amendments],
        passages,
        lambda settled: contradictions(merged, decisions(settled)),
        {proposal.id: proposal.amendments for proposal in merged.proposals},
    )


def _message(record: Round, merged: Merge, settled: Mapping[str, Ruling]) -> str:
    """How many proposals met which disposition, for which reason."""
    given = (settled[one.id] for one in wholes(merged))
    counts = Counter((str(one.disposition), " ".join(one.reason.split())) for one in given)
    lines = (f"{count} {what}: {why}\n" for (what, why), count in sorted(counts.items()))
    return f"Rulings on round {record.number}\n\n{''.join(lines)}"


def _news(before: Merge, merged: Merge) -> tuple[str, ...]:
    """Who proposes the same as others, and did not when the file was made."""
    joined = since(before, merged).joined
    return tuple(f"{name} is now also proposed by {listed(s)}." for name, s in joined.items())


def decisions(settled: Mapping[str, Ruling]) -> dict[str, Decision]:
    """The rulings as the change floor takes them."""
    return {name: Decision(ruling.disposition, ruling.text) for name, ruling in settled.items()}


def settled_rulings(rulings: tuple[Ruling, ...]) -> dict[str, Ruling]:
    """The recorded rulings by proposal."""
    return {name: ruling for ruling in rulings for name in ruling.ids}


def _check_modified(merged: Merge, rulings: list[Ruling]) -> None:
    amendments = {amendment.id: amendment for amendment in merged.amendments}
    together = {proposal.id: proposal for proposal in merged.proposals}
    where = layout(merged.base)
    for ruling in rulings:
        for name in ruling.ids if ruling.text else ():
            if name not in amendments:
                raise Refusal(
                    f'"{name}" cannot be accepted as modified.',
                    "Give the words for one proposal; the others in its passage are not accepted.",
                )
            if name in together:
                raise Refusal(
                    f"{name} ({together[name].kind}) changes {len(together[name].amendments)} "
                    "places at once; one text cannot stand in all of them.",
                    "Accept it, do not accept it, or defer it.",
                )
            if not can_be_modified(amendments[name]):
                raise Refusal(
                    f"{name} is a {amendments[name].kind}; it has no words to modify.",
                    "Accept it, or do not accept it.",
                )
            _check_own_words(amendments[name], where, ruling.text)


def _check_own_words(amendment: Amendment, where: Layout, text: str) -> None:
    """Refuses the whole paragraph where words for a place further on in it are asked for."""
    operation = amendment.operation
    paragraph = where.paragraph(operation.block) if isinstance(operation, Replace) else None
    if not isinstance(operation, Replace) or paragraph is None:
        return
    opening = paragraph.text[: operation.start].split()[:_ENOUGH]
    if len(opening) >= _FEW and text.split()[: len(opening)] == opening:
        words = paragraph.text[operation.start : operation.end].strip()
        raise Refusal(
            f"The text for {amendment.id} begins as the whole paragraph does "
            f"(“{' '.join(opening)}”).",
            "Give only the words that are to stand in the place of "
            f"“{words or operation.fragment.text.strip()}”, not the whole paragraph.",
        )


def _together(settled: Mapping[str, Ruling]) -> tuple[Ruling, ...]:
    """The rulings with the proposals that they hold for, as the record keeps them."""
    kept: dict[Ruling, list[str]] = {}
    for name, ruling in settled.items():
        kept.setdefault(replace(ruling, ids=()), []).append(name)
    return tuple(replace(ruling, ids=tuple(names)) for ruling, names in kept.items())


def _same_as_before(
    workspace: Workspace, head: Head, record: Round, kept: tuple[Ruling, ...]
) -> bool:
    path = round_file(record.number, RULINGS)
    if record.state != "ruled" or path not in head.files:
        return False
    before = rulings_file.recorded(workspace.ledger.read(head, path))
    return tuple(replace(r, when=k.when) for r, k in zip(before, kept, strict=False)) == kept and (
        len(before) == len(kept)
    )
