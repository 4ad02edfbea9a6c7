"""What a return changed without tracking it, told to the delegation."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from mufakat.change.amendment import Format, Insert, Operation, Restyle, Script
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merged_alone
from mufakat.edges.word.reader import Return
from mufakat.procedure.outline import counts, outline
from mufakat.text.document import Document

_SHOWN = 4


def untracked(base: Document, script: Script, returned: Return, was: Document) -> list[str]:
    """What to tell of a tracked file that would be ``was`` with all its changes rejected.

    Some of it is in the changes lodged (``script``). Some came and went again: LibreOffice forgets
    that words were put in under tracking once somebody else has deleted them.
    """
    earlier = diff(base, was)
    if returned.before is not None:  # it says that a look was changed, and not what it was
        earlier = tuple(op for op in earlier if not isinstance(op, Format | Restyle))
    gone = tuple(op for op in earlier if not _lasts(op, script))
    left = tuple(op for op in earlier if op not in gone)
    return [
        *told_of(counts(merged_alone(base, left)), returned, tracked=True),
        *_taken_back(base, gone),
    ]


def _lasts(operation: Operation, script: Script) -> bool:
    """Whether anything was lodged where an operation is."""
    return any(_place(operation) == _place(one) for one in script)


def _place(operation: Operation) -> tuple[str, ...]:
    if isinstance(operation, Insert):
        return operation.parent, operation.after
    return (operation.block,)


def _taken_back(base: Document, gone: Script) -> list[str]:
    if not gone:
        return []
    found = outline(merged_alone(base, gone))
    places = [f"{one.kind} ({one.place}, “{one.after or one.before}”)" for one in found]
    more = f", and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    said = ", ".join(islice(places, _SHOWN))
    return [f"Made and taken back again, and so no proposal: {said}{more}."]


def told_of(changed: Mapping[str, int], returned: Return, *, tracked: bool) -> list[str]:
    """What was changed without tracking, by the number that the receipt gives."""
    count, typographic = sum(changed.values()), changed.get("typographic", 0)
    if not count:
        return []
    changes = "one change" if count == 1 else f"{count} changes"
    changes += f" ({typographic} typographic)" if typographic else ""
    was = "was" if count == 1 else "were"
    if returned.text_alone and returned.before is None:
        return [
            f"{changes.capitalize()} {was} found by comparing with the draft; tracked changes "
            "of this format are not read."
        ]
    if tracked:
        return [
            f"{changes.capitalize()} in this tracked file {was} made with tracking switched off; "
            "found by comparing it with the draft."
        ]
    return [f"Tracking was switched off: {changes} {was} found by comparing with the draft."]
