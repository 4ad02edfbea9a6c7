"""Makes the compilation and the matrix once more, with the positions that were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mufakat.edges.manifest import Rendition, publish
from mufakat.edges.workspace import Workspace
from mufakat.procedure import matrix
from mufakat.procedure.position import Held, attributions, columns, observations
from mufakat.procedure.rules import outcome
from mufakat.procedure.standing import current_round
from mufakat.refusal import Refusal
from mufakat.services import fields
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up
from mufakat.services.render import compiled, ground, matrices, output_folder, published
from mufakat.services.take_position import held_positions
from mufakat.text.numbering import labels


@dataclass(frozen=True, slots=True)
class Shown:
    """The positions that count, by proposal, and the files that show them."""

    round: int
    positions: Held
    outputs: Mapping[str, Path]


def show_positions(workspace: Workspace, instrument: str) -> Shown:
    """Makes the files from the record; refused while the round is not consolidated."""
    head = look_up(workspace, instrument)
    record = current_round(head.standing)
    if outcome(record.thing, record.state, "rule") is None:
        raise Refusal(
            f"{record.name} is {record.state}; there are no proposals to take positions on.",
            "Close and consolidate a round first.",
        )
    found = held_positions(workspace.ledger, head)
    base = ground(workspace.ledger, head.commit, instrument)
    merged = recorded_merge(workspace.ledger, head, record.number)
    brackets = published(compiled(base, merged, attributions(found)))
    rows = matrix.rows(
        merged,
        labels(base.text),
        fields.draft_symbol(base.instrument, base.draft),
        positions=columns(found),
        observations=observations(found),
    )
    files = [
        Rendition("compilation.docx", "compilation", brackets),
        *matrices(base, rows),
    ]
    folder = output_folder(workspace, instrument, f"round-{record.number}/positions")
    paths = publish(folder, files, base.source)
    outputs = {file.file: paths[file.file] for file in files}
    return Shown(record.number, found, outputs)
