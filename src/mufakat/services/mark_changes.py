"""Puts out a draft with all that is new in it since any other draft, struck and underlined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mufakat.edges.manifest import place
from mufakat.edges.record_names import TEXT
from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up
from mufakat.services.provenance import chosen
from mufakat.services.render import Ground, ground, marked
from mufakat.text.markup import parse


@dataclass(frozen=True, slots=True)
class Marked:
    """The Word file, and the drafts that it compares."""

    instrument: str
    before: str
    after: str
    path: Path


def mark_changes(
    workspace: Workspace, instrument: str, path: Path, before: str = "", after: str = ""
) -> Marked:
    """Writes the Word file; the usual two drafts where none is named.

    Refused for an unknown draft, and where another file stands already.
    """
    head = look_up(workspace, instrument)
    old, new = chosen(head, before, after)
    ledger = workspace.ledger
    base = ground(ledger, ledger.tagged(instrument, new), instrument)
    earlier = ledger.at(ledger.tagged(instrument, old), instrument)
    made = marked(base, parse(ledger.read(earlier, TEXT).decode()), old)
    where = path.absolute()
    _write(where, made.content, base)
    return Marked(instrument, old, new, where)


def _write(path: Path, data: bytes, base: Ground) -> None:
    if path.suffix.lower() != ".docx":
        raise Refusal(f"{path.name} is no name of a Word file.", "Let the name end in .docx.")
    try:
        if path.exists() and path.read_bytes() != data:
            raise Refusal(
                f"There is already another file at {path}.", "Name another path, or move that file."
            )
        place(path, data, base.when)
    except OSError as problem:
        raise Refusal(
            f"The file cannot be written: {problem.strerror or problem} ({path}).",
            "Name a path that can be written to.",
        ) from problem
