"""A merge as plain data, there and back exactly: what the record keeps and what is published.

``docs/merge.schema.json`` says to a stranger what stands in it. Whatever the program prints about
a round is drawn from these values and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_type_hints

from mufakat import records
from mufakat.change.amendment import Merge
from mufakat.refusal import Refusal

FORMAT = "mufakat-merge/1"


def as_data(merged: Merge, fates: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The merge as JSON-ready data; ``fates`` gives each amendment's fate once it has one."""
    parts = get_type_hints(Merge).items()
    data = {name: records.plain(getattr(merged, name), kind) for name, kind in parts}
    for amendment in data["amendments"]:
        if fates and amendment["id"] in fates:
            amendment["fate"] = fates[amendment["id"]]
    return {"format": FORMAT, **data}


def from_data(data: Mapping[str, Any]) -> Merge:
    """The merge that ``as_data`` took apart; the fates are not part of it."""
    if data.get("format") != FORMAT:
        raise Refusal(
            f"This is not a merge in the form {FORMAT}.",
            "Read it with the version of the program that wrote it.",
        )
    merged: Merge = records.made(Merge, data)
    return merged
