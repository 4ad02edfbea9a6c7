"""Which list each paragraph stands in, so that Word prints the numbers that the text has.

Word counts by itself; what it cannot know is where a count starts again. So the plan counts along
as Word would, and begins a new list (``w:num``) wherever ``text.numbering`` counts differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mufakat.text import numbering as text_numbering
from mufakat.text.document import Kind, Style

Form = tuple[str, str]  # number format, and the pattern as Word says it: %2 is level 2's number

LEVELS = 9
_PLACE = re.compile("%([1-9])")


@lru_cache(maxsize=256)
def word_form(style: Style) -> Form | None:
    """How Word is told to print a paragraph's number; None if it has none."""
    form = text_numbering.form(style)
    if form is None or style.level > LEVELS:
        return None
    number, pattern = form
    if number == "bullet":
        return number, style.pattern or text_numbering.BULLET
    own = max((int(n) for n in _PLACE.findall(pattern)), default=style.level)

    def in_word(match: re.Match[str]) -> str:
        level = style.level - own + int(match[1])
        return f"%{level}" if level > 0 else "0"

    return number, _PLACE.sub(in_word, pattern)


@dataclass(slots=True)
class List:
    """One ``w:num``: where it was told to start, and how far Word has counted in it.

    A level that Word only guessed at, because a deeper one came first, is never counted on.
    """

    id: int
    starts: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)
    deepest: int = 0  # of the levels that are being counted

    def next(self, level: int) -> int | None:
        """The number that Word gives the next paragraph of a level; None if nobody knows."""
        if level in self.guessed:
            return None
        return self.counts[level] + 1 if level in self.counts else self.starts.get(level, 1)

    def shown(self, level: int) -> int:
        """The number that stands for a level in a deeper level's pattern."""
        return self.counts.get(level, self.starts.get(level, 1))

    def count(self, level: int, value: int) -> None:
        """A paragraph of a level has come."""
        if self.deepest > level:
            self.counts = {at: n for at, n in self.counts.items() if at < level}
        self.counts[level], self.deepest = value, level
        if level > 1 or self.guessed:
            above = range(1, level)
            self.guessed = {at for at in above if at in self.guessed or at not in self.counts}


@dataclass(slots=True)
class Family:
    """One ``w:abstractNum``: a form for each level in use, and its lists, the current one last."""

    id: int
    kind: Kind
    forms: dict[int, Form] = field(default_factory=dict)
    lists: list[List] = field(default_factory=list)


@dataclass(slots=True)
class _Count:
    """How far the text has counted one kind: by level and form, and the last of each level."""

    counts: dict[tuple[int, Form], int] = field(default_factory=dict)
    last: dict[int, tuple[Form, int]] = field(default_factory=dict)
    deepest: int = 0  # of the levels that are being counted

    def next(self, level: int, form: Form) -> int:
        if self.deepest > level:  # what stands deeper begins again
            self.counts = {key: n for key, n in self.counts.items() if key[0] <= level}
            self.last = {at: held for at, held in self.last.items() if at <= level}
            self.deepest = level
        if form[0] == "bullet":
            self.last.pop(level, None)
            return 0
        count = self.counts[level, form] = self.counts.get((level, form), 0) + 1
        self.last[level], self.deepest = (form, count), level
        return count


@dataclass(slots=True)
class _Series:
    """Paragraphs of one style, one after the other: each only counts on in the same list."""

    style: Style
    form: Form
    count: _Count
    list: List
    place: tuple[int, int]
    more: int = 0  # how many came after the first

    def goes_on(self, style: Style, items: _Count | None) -> bool:
        """Whether another paragraph is the next of them: items end with the words between them."""
        same = style is self.style or style == self.style
        return same and (style.kind != "item" or items is self.count)

    def settle(self) -> None:
        """Counts those that came."""
        level = self.style.level
        for _ in range(self.more):
            self.count.next(level, self.form)
        self.list.counts[level] += self.more


@dataclass(slots=True)
class _Scope:
    """The body with its tables, or one note: each counts for itself, in lists of its own."""

    counts: dict[Kind, _Count] = field(default_factory=dict)
    families: list[Family] = field(default_factory=list)
    items: list[_Count | None] = field(default_factory=lambda: [None])
    series: dict[Kind, _Series] = field(default_factory=dict)  # the last of each kind


@dataclass(slots=True)
class Numbering:
    """Gives each paragraph its list and level, in reading order."""

    first_family: int = 1
    first_list: int = 1
    families: list[Family] = field(default_factory=list)
    _scopes: list[_Scope] = field(default_factory=lambda: [_Scope()])
    _made: int = 0

    def __post_init__(self) -> None:
        for kind in ("numbered", "item"):
            self._new_list(self._new_family(kind), {})

    def main_list(self, kind: Kind) -> int:
        """The first list of a kind: the one that the kind's paragraph styles stand in."""
        return next(family.lists[0].id for family in self.families if family.kind == kind)

    def enter_cell(self) -> None:
        """A cell begins: no list of items runs into it."""
        self._scopes[-1].items.append(None)

    def leave_cell(self) -> None:
        """The cell ends."""
        self._scopes[-1].items.pop()

    def enter_note(self) -> None:
        """A note begins: it counts for itself."""
        self._scopes.append(_Scope())

    def leave_note(self) -> None:
        """The note ends."""
        self._scopes.pop()

    def interrupt(self) -> None:
        """A block that is no item has come: the next item starts a new list."""
        self._scopes[-1].items[-1] = None

    def place(self, style: Style, passing: bool = False) -> tuple[int, int] | None:
        """The ``numId`` and ``ilvl`` for the next paragraph; None for one without a number.

        ``passing``: the paragraph is on its way out, so that items run on around it.
        """
        scope = self._scopes[-1]
        if style.kind != "item" and not passing:
            scope.items[-1] = None
        series = scope.series.get(style.kind)
        if series and series.goes_on(style, scope.items[-1]):
            series.more += 1
            return series.place
        form = word_form(style)
        if form is None:
            return None
        if series:
            series.settle()
        count, fresh = self._counter(style.kind)
        number = count.next(style.level, form)
        forms, starts = {style.level: form}, {}
        for at in _levels(form[1]):
            if at < style.level:
                held, starts[at] = count.last.get(at, (None, 0))
                if held:
                    forms[at] = held
        family = self._family(style.kind, forms)
        if form[0] != "bullet":
            starts[style.level] = number
        where = self._list(family, style.level, starts, fresh=fresh)
        place = where.id, style.level - 1
        scope.series[style.kind] = _Series(style, form, count, where, place)
        return place

    def before(self, style: Style) -> tuple[int, int] | None:
        """The list and level that a paragraph of another style had here; nothing is counted."""
        form = word_form(style)
        if form is None:
            return None
        family = self._family(style.kind, {style.level: form})
        current = family.lists[-1] if family.lists else self._new_list(family, {})
        return current.id, style.level - 1

    def _counter(self, kind: Kind) -> tuple[_Count, bool]:
        scope = self._scopes[-1]
        if kind != "item":
            return scope.counts.setdefault(kind, _Count()), False
        items = scope.items[-1]
        if items is not None:
            return items, False
        made = scope.items[-1] = _Count()
        return made, True

    def _family(self, kind: Kind, forms: Mapping[int, Form]) -> Family:
        for family in self._scopes[-1].families:
            if family.kind != kind:
                continue
            if forms.items() <= family.forms.items():
                return family
            if all(family.forms.get(at, form) == form for at, form in forms.items()):
                break
        else:
            family = self._new_family(kind)
        family.forms.update(forms)
        return family

    def _list(self, family: Family, level: int, starts: Mapping[int, int], *, fresh: bool) -> List:
        """The family's current list if Word's own count agrees with the text's, else a new one."""
        current = family.lists[-1] if family.lists else None
        if current and not (fresh and current.counts) and _agrees(current, level, starts):
            pass
        else:
            current = self._new_list(family, starts)
        current.count(level, current.next(level) or 1)
        return current

    def _new_family(self, kind: Kind) -> Family:
        made = Family(self.first_family + len(self.families), kind)
        self.families.append(made)
        self._scopes[-1].families.append(made)
        return made

    def _new_list(self, family: Family, starts: Mapping[int, int]) -> List:
        told = {} if not family.lists and set(starts.values()) <= {1} else dict(starts)
        made = List(self.first_list + self._made, told)
        self._made += 1
        family.lists.append(made)
        return made


@lru_cache(maxsize=256)
def _levels(pattern: str) -> frozenset[int]:
    return frozenset(int(level) for level in _PLACE.findall(pattern))


def _agrees(current: List, level: int, starts: Mapping[int, int]) -> bool:
    if level in starts and current.next(level) != starts[level]:
        return False
    others = starts.keys() - {level}
    return not others or all(current.shown(at) == starts[at] for at in others)
