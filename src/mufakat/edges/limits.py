"""How much a file from outside may cost; a meeting file may set other limits."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file from outside may cost. The defaults let any text of a meeting through."""

    file_bytes: int = 64 * _MB  # as received
    unpacked_bytes: int = 512 * _MB  # all parts together
    part_bytes: int = 64 * _MB  # one part that is read
    ratio: int = 200  # unpacked to packed, asked only of what unpacks to more than ratio_from
    ratio_from: int = 48 * _MB
    entries: int = 5_000
    nodes: int = 2_500_000  # elements and attributes of one part
    depth: int = 60  # containers within containers
    object_bytes: int = 16 * _MB  # a picture or chart with its parts; a larger one is left behind
    objects_bytes: int = 48 * _MB  # all that are carried
    paragraphs: int = 100_000
    text_bytes: int = 8 * _MB  # a file in a format that pandoc reads
    seconds: int = 60  # that pandoc may take
    memory_bytes: int = 512 * _MB  # that pandoc may take


USUAL = Limits()
