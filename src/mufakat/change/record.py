"""A merge as plain data, for others to build on: every block, operation, sponsor and passage.

Everything that the program prints about a round is drawn from what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from mufakat.change.amendment import Amendment, Merge

Data: TypeAlias = "str | int | bool | list[Data] | dict[str, Data]"

FORMAT = "mufakat-merge/1"


def as_data(merged: Merge, fates: Mapping[str, str] | None = None) -> dict[str, Data]:
    """The merge as JSON-ready data; ``fates`` gives each amendment's fate once it has one."""
    return {
        "format": FORMAT,
        "states": list(merged.states),
        "blocks": [_plain(block) for block in merged.base.body],
        "amendments": [_amendment(a, (fates or {}).get(a.id, "")) for a in merged.amendments],
        "passages": [_plain(passage) for passage in merged.passages],
        "remarks": [_plain(remark) for remark in merged.remarks],
    }


def _amendment(amendment: Amendment, fate: str) -> Data:
    data = _plain(amendment)
    assert isinstance(data, dict)
    data.pop("ranks")
    return data | {"fate": fate} if fate else data


def _plain(value: object) -> Data:
    """Dataclasses as objects that say what they are, tuples as lists, empty fields left out."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        name = type(value).__name__.lower()
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return {"is": name} | {k: _plain(v) for k, v in held.items() if not _empty(v)}
    if isinstance(value, str | int):
        return value
    raise TypeError(f"not part of a merge: {value!r}")


def _empty(value: object) -> bool:
    return value is False or value in ("", ())
