"""Writes the round's proposals as a file for the chair to rule on, passage by passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mufakat.change.amendment import Merge
from mufakat.change.layout import Layout, layout
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.edges import rulings_file
from mufakat.edges.manifest import place
from mufakat.edges.workspace import Workspace
from mufakat.procedure.draft import printed
from mufakat.procedure.place import Places
from mufakat.procedure.position import attributions
from mufakat.procedure.rules import outcome
from mufakat.procedure.standing import current_round
from mufakat.procedure.together import proposal_wording
from mufakat.refusal import Refusal
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up
from mufakat.services.take_position import held_positions
from mufakat.text.numbering import labels


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, and how much there is to rule on."""

    path: Path
    proposals: int
    contested: int


def export_rulings(workspace: Workspace, instrument: str, path: Path) -> Exported:
    """Writes the file; refused while the round is not consolidated, or if it is already there."""
    head = look_up(workspace, instrument)
    record = current_round(head.standing)
    if outcome(record.thing, record.state, "rule") is None:
        raise Refusal(
            f"{record.name} is {record.state}; there is nothing to rule on.",
            "Close and consolidate a round first.",
        )
    merged = recorded_merge(workspace.ledger, head, record.number)
    commit = workspace.ledger.consolidated(instrument, record.number)
    positions = attributions(held_positions(workspace.ledger, head))
    entries = list(_entries(merged, positions))
    data = rulings_file.blank(instrument, record.number, printed(record.draft), commit, entries)
    _write(path.absolute(), data, record.closed or record.deadline)
    proposals = wholes(merged)
    contested = sum(bool(one.passage) for one in proposals)
    return Exported(path.absolute(), len(proposals), contested)


def _write(path: Path, data: bytes, when: datetime) -> None:
    if path.exists() and path.read_bytes() != data:
        raise Refusal(
            f"There is already another file at {path}.",
            "Name another path; rulings that were filled in are not written over.",
        )
    try:
        place(path, data, when)
    except OSError as problem:
        raise Refusal(
            f"The file cannot be written: {problem.strerror or problem} ({path}).",
            "Name a path that can be written to.",
        ) from problem


def _entries(merged: Merge, positions: Mapping[str, str]) -> Iterator[rulings_file.Entry]:
    """An entry a proposal, a passage's together, and everything typographic in one at the end."""
    places = Places.of(merged.base, labels(merged.base))
    where = layout(merged.base)
    proposals = [one for one in wholes(merged) if not one.typographic]
    rivals: dict[str, list[Whole]] = defaultdict(list)
    for one in proposals:
        rivals[one.passage or one.id].append(one)
    for group in rivals.values():
        for one in group:
            yield _entry(one, places, where, positions.get(one.id, ""))
    typographic = [one.first for one in wholes(merged) if one.typographic]
    if typographic:
        by = dict.fromkeys(sponsor for a in typographic for sponsor in a.sponsors)
        names = tuple(a.id for a in typographic)
        yield rulings_file.Entry(names, "", "", "; ".join(by), "typographic", "", "")


def _entry(proposal: Whole, places: Places, where: Layout, positions: str) -> rulings_file.Entry:
    said = proposal_wording(proposal, places, where)
    return rulings_file.Entry(
        (proposal.id,),
        proposal.passage,
        places.name(said.place),
        "; ".join(proposal.first.sponsors),
        proposal.kind,
        said.original.bracketed(),
        said.proposed.bracketed(),
        said.manner,
        positions,
    )
