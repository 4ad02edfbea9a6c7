"""The limits in a meeting file, in the words and units of a secretariat."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from mufakat.edges.limits import USUAL, Limits

_MB = 1 << 20
_DEEPEST = 200  # what the parser and the walk can bear


class LimitsSection(BaseModel):
    """The section ``limits``: whatever it leaves out is as usual."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_mb: int = Field(default=USUAL.file_bytes // _MB, ge=1)
    unpacked_mb: int = Field(default=USUAL.unpacked_bytes // _MB, ge=1)
    part_mb: int = Field(default=USUAL.part_bytes // _MB, ge=1)
    object_mb: int = Field(default=USUAL.object_bytes // _MB, ge=0)
    objects_mb: int = Field(default=USUAL.objects_bytes // _MB, ge=0)
    text_mb: int = Field(default=USUAL.text_bytes // _MB, ge=1)
    memory_mb: int = Field(default=USUAL.memory_bytes // _MB, ge=64)
    seconds: int = Field(default=USUAL.seconds, ge=1)
    times_packed: int = Field(default=USUAL.ratio, ge=2)
    parts: int = Field(default=USUAL.entries, ge=10)
    pieces: int = Field(default=USUAL.nodes, ge=1_000)
    nesting: int = Field(default=USUAL.depth, ge=4, le=_DEEPEST)
    paragraphs: int = Field(default=USUAL.paragraphs, ge=1)

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
