"""The limits in a meeting file, in the words and units of a secretariat."""

from __future__ import annotations

from typing import Any

from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.section import Section, takes

_MB = 1 << 20
_DEEPEST = 200  # what the parser and the walk can bear


def _number(usual: int, least: int = 1, most: int | None = None) -> Any:
    between = f"{least} to {most}" if most else f"{least} or more"
    return takes(f"a whole number, {between}", str(usual), usual, ge=least, le=most)


class LimitsSection(Section):
    """The section ``limits``: whatever it leaves out is as usual."""

    file_mb: int = _number(USUAL.file_bytes // _MB)
    unpacked_mb: int = _number(USUAL.unpacked_bytes // _MB)
    part_mb: int = _number(USUAL.part_bytes // _MB)
    object_mb: int = _number(USUAL.object_bytes // _MB, 0)
    objects_mb: int = _number(USUAL.objects_bytes // _MB, 0)
    text_mb: int = _number(USUAL.text_bytes // _MB)
    memory_mb: int = _number(USUAL.memory_bytes // _MB, 64)
    seconds: int = _number(USUAL.seconds)
    times_packed: int = _number(USUAL.ratio, 2)
    parts: int = _number(USUAL.entries, 10)
    pieces: int = _number(USUAL.nodes, 1_000)
    nesting: int = _number(USUAL.depth, 4, _DEEPEST)
    paragraphs: int = _number(USUAL.paragraphs)

    def limits(self) -> Limits:
        """The limits as they are asked for."""
        return Limits(
            file_bytes=self.file_mb * _MB,
            unpacked_bytes=self.unpacked_mb * _MB,
            part_bytes=self.part_mb * _MB,
            object_bytes=self.object_mb * _MB,
            objects_bytes=self.objects_mb * _MB,
            text_bytes=self.text_mb * _MB,
            memory_bytes=self.memory_mb * _MB,
            seconds=self.seconds,
            ratio=self.times_packed,
            entries=self.parts,
            nodes=self.pieces,
            depth=self.nesting,
            paragraphs=self.paragraphs,
        )
