"""How a passage will read by the chair's rulings, before anybody has the next draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mufakat.change.amendment import Amendment, Insert, Join, Merge, Replace
from mufakat.change.ruling import ACCEPTED, MODIFIED, Decision, resolve
from mufakat.procedure.excerpt import brief, readable
from mufakat.procedure.place import Places
from mufakat.procedure.wording import wording
from mufakat.text.document import paragraphs
from mufakat.text.numbering import labels


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that will stand at a place of the draft; none where they go out."""

    place: str
    text: str


def readings(merged: Merge, decisions: Mapping[str, Decision]) -> tuple[Reading, ...]:
    """Every paragraph that no delegation has read as it will stand, in reading order.

    In it stand the chair's own words, several proposals of one contested passage together, or
    words of different delegations side by side.
    """
    unread = _unread(merged, decisions)
    shown = [a for a in merged.amendments if a.id in unread]
    if not shown:
        return ()
    before = Places.of(merged.base, labels(merged.base))
    after = Places.of(resolve(merged, decisions).document)
    joined = {
        a.operation.block
        for a in merged.amendments
        if isinstance(a.operation, Join) and _accepted(a.id, decisions)
    }
    found: dict[str, Reading] = {}
    for one in shown:
        if isinstance(one.operation, Insert):
            text = decisions[one.id].text or readable(one.operation.node)
            found[one.id] = Reading(wording(one, before).manner, text)
            continue
        ident = one.operation.block
        while ident in joined:
            ident = before.following[ident].id
        node = after.nodes.get(ident)
        place = before.name(one.operation.block)
        found.setdefault(ident, Reading(place, brief(node) if node else ""))
    return tuple(found.values())


def _unread(merged: Merge, decisions: Mapping[str, Decision]) -> frozenset[str]:
    """The accepted amendments whose outcome nobody has proposed as it is."""
    modified = {name for name, one in decisions.items() if one.disposition == MODIFIED}
    return frozenset(
        modified.union(*_together(merged, decisions), *_side_by_side(merged, decisions))
    )


def _together(merged: Merge, decisions: Mapping[str, Decision]) -> Iterator[tuple[str, ...]]:
    whole = {a.id: a.proposal or a.id for a in merged.amendments}
    for passage in merged.passages:
        taken = tuple(name for name in passage.amendments if _accepted(name, decisions))
        if len({whole[name] for name in taken}) > 1:
            yield taken


def _side_by_side(merged: Merge, decisions: Mapping[str, Decision]) -> Iterator[tuple[str, str]]:
    """Accepted words of delegations that do not propose both, with nothing but a space between."""
    edits: dict[str, list[tuple[Replace, Amendment]]] = defaultdict(list)
    for amendment in merged.amendments:
        if isinstance(amendment.operation, Replace) and _accepted(amendment.id, decisions):
            edits[amendment.operation.block].append((amendment.operation, amendment))
    texts = {paragraph.id: paragraph.text for paragraph in paragraphs(merged.base)}
    for block, found in edits.items():
        found.sort(key=lambda edit: (edit[0].start, edit[0].end))
        for (one, left), (other, right) in pairwise(found):
            between = texts[block][one.end : other.start]
            if not between.strip() and not set(left.sponsors) & set(right.sponsors):
                yield left.id, right.id


def _accepted(name: str, decisions: Mapping[str, Decision]) -> bool:
    return name in decisions and decisions[name].disposition in (ACCEPTED, MODIFIED)
