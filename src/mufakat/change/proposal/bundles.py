"""Things tied together, directly or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator


class Bundles:
    """Names tied to one another; going through it gives every bundle of more than one."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def tie(self, *names: str) -> None:
        """From now on all of these are in one bundle."""
        first = self._end(names[0])
        for name in names[1:]:
            self._next[self._end(name)] = first

    def __iter__(self) -> Iterator[set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._next:
            found[self._end(name)].add(name)
        return (bundle for bundle in found.values() if len(bundle) > 1)

    def _end(self, name: str) -> str:
        self._next.setdefault(name, name)
        while self._next[name] != name:
            self._next[name] = self._next[self._next[name]]
            name = self._next[name]
        return name
