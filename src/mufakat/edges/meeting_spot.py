"""A spot in the meeting file, as a person finds it: in words, with its line and what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import yaml

Way = tuple[int | str, ...]

_ONE_OF = {
    "delegations": "delegation",
    "focal_points": "focal point",
    "holidays": "holiday",
    "weekend": "weekend day",
    "levels": "level",
    "partners": "partner",
    "calendar": "event",
    "instruments": "instrument",
    "parties": "party",
}
_NAMES = ("id", "code", "name")  # what an entry of a list is known by
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """``way`` leads to it, by keys and by places in lists; ``line`` is 0 for the file itself."""

    way: Way
    words: str
    line: int
    found: str


def spot(root: yaml.Node, loc: Iterable[int | str]) -> Spot:
    """The spot that is nearest to ``loc``; what is no key or place of the file is left out."""
    way: list[int | str] = []
    words: list[str] = []
    node, line = root, 0
    for part in loc:
        found = _step(node, part)
        if found is None:
            continue
        listed = isinstance(node, yaml.SequenceNode)
        node, line = found
        way.append(part)
        if listed:
            words[-1] = f"{_ONE_OF.get(words[-1], words[-1])} {_known_as(node, part)}"
        else:
            words.append(str(part))
    return Spot(tuple(way), " of ".join(reversed(words)), line, _found(node))


def twice(root: yaml.Node) -> Iterator[tuple[Spot, int]]:
    """Every key that is there again in its section, and the line on which it was before."""
    seen: set[int] = set()  # what several entries share is looked at once

    def walk(node: yaml.Node, way: Way) -> Iterator[tuple[Spot, int]]:
        if not isinstance(node, yaml.CollectionNode) or id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for n, entry in enumerate(node.value):
                yield from walk(entry, (*way, n))
            return
        lines: dict[tuple[str, str], int] = {}
        for key, _ in node.value:
            name, line = (key.tag, str(key.value)), key.start_mark.line + 1
            if name in lines:
                yield replace(spot(root, (*way, name[1])), line=line), lines[name]
            lines[name] = line
        counts = {str(key.value): value for key, value in node.value}  # the last of each
        for word, value in counts.items():
            yield from walk(value, (*way, word))

    return walk(root, ())


def _step(node: yaml.Node, part: int | str) -> tuple[yaml.Node, int] | None:
    """What a key or a place leads to, and the line on which it is."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        inner: yaml.Node = node.value[part]
        return inner, inner.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in reversed(node.value):
        if key.value == str(part):
            return value, key.start_mark.line + 1
    merged = (_step(value, part) for key, value in node.value if key.value == "<<")
    return next(filter(None, merged), None)


def _known_as(node: yaml.Node, place: int | str) -> str:
    steps = (_step(node, name) for name in _NAMES)
    names = (found[0].value for found in steps if found and isinstance(found[0], yaml.ScalarNode))
    return next(filter(None, names), str(int(place) + 1))


def _found(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list" if node.value else "an empty list"
    if not isinstance(node, yaml.ScalarNode):
        return "a section of its own"
    written = " ".join(node.value.split())
    clipped = f"{written[:_LONGEST]}…" if len(written) > _LONGEST else written
    return f"“{clipped}”" if written else "empty"
