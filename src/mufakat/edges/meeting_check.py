"""Checks the meeting file: each mistake is named by its place, what was found, what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, get_args

import yaml
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from mufakat.edges.meeting_form import MeetingForm
from mufakat.edges.meeting_spot import Spot, Way, spot, twice
from mufakat.edges.section import Section
from mufakat.procedure.nearest import hint
from mufakat.refusal import Refusal

_SHOWN = 10
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=32)
def checked(data: bytes) -> MeetingForm:
    """The file as it is filled in; refused with every mistake that is in it."""
    held = load(data)
    try:
        form = MeetingForm.model_validate(held)
    except ValidationError as problem:
        raise _refusal(_named(problem, _root(data))) from problem
    found = list(_mistakes(form))
    if found:
        root = _root(data)
        spots = ((spot(root, loc), said) for loc, said in found)
        raise _refusal((where, f"{where.words}: {said}") for where, said in spots)
    return form


def check_keys(data: bytes) -> None:
    """Refused if a key is there twice: the second would count, and nobody be told."""
    load(data)  # refuses what is no meeting file at all
    found = [
        (where, f"{where.words} is there already, on line {line}.")
        for where, line in twice(_root(data))
    ]
    if found:
        raise _refusal(found)


def load(data: bytes) -> dict[str, Any]:
    """What stands in the file, unchecked; refused if it is no YAML."""
    try:
        held = yaml.load(data, Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        what = getattr(problem, "problem", "") or "it cannot be read"
        raise Refusal(
            f"The meeting file is not well-formed YAML{line}: {what}.", "Correct it there."
        ) from problem
    if not isinstance(held, dict):
        raise Refusal(
            "The meeting file is empty, or not a list of keys and values.",
            "Start from templates/meetings/adgmin-6.yaml.",
        )
    return held


def _root(data: bytes) -> yaml.Node:
    root = yaml.compose(data, Loader=_LOADER)
    assert root is not None  # a file that was loaded has one
    return root


def _refusal(mistakes: Iterable[tuple[Spot, str]]) -> Refusal:
    first, *rest = [(where.line, said) for where, said in mistakes]
    line, said = first
    also = [f"line {line}: {said}" if line else said for line, said in rest[:_SHOWN]]
    if len(rest) > _SHOWN:
        also.append(f"and {len(rest) - _SHOWN} more")
    at = f", line {line}" if line else ""
    return Refusal(f"The meeting file{at}: {said}", "Correct it there.", tuple(also))


def _named(problem: ValidationError, root: yaml.Node) -> Iterator[tuple[Spot, str]]:
    """The mistakes in the order of the file, what is missing last.

    Of what may be one thing or another, only the innermost mistake is named.
    """
    found: dict[Way, tuple[Any, Spot]] = {}
    for error in sorted(problem.errors(), key=lambda error: error["type"] != "value_error"):
        where = spot(root, error["loc"])
        missing = error["loc"][-1:] if error["type"] == "missing" else ()
        found.setdefault((*where.way, *missing), (error, where))
    inner = [
        one
        for way, one in found.items()
        if not any(way != other and way == other[: len(way)] for other in found)
    ]
    inner.sort(key=lambda one: (one[0]["type"] == "missing", one[1].line))
    yield from ((where, _sentence(error, where)) for error, where in inner)


def _sentence(error: Any, where: Spot) -> str:
    key = str(error["loc"][-1])
    if error["type"] == "extra_forbidden":
        *outer, _ = where.way
        return f"{where.words} is not a key there. {hint(key, _keys(outer))}"
    if error["type"] == "missing":
        place = f"{key} of {where.words}" if where.words else key
        return f"{place} is missing; it takes {_takes([*where.way, key])}."
    own = str(error["msg"]).removeprefix("Value error, ")
    also = f" {own}" if error["type"] == "value_error" and own else ""
    if error["type"] == "string_type" and where.found.startswith("“"):
        also = " Put it in quotes."
    return f"{where.words} is {where.found}; it takes {_takes(where.way)}.{also}"


def _takes(way: Sequence[int | str]) -> str:
    """What the key takes to which a way leads, with an example as it would be written."""
    key = next((str(part) for part in reversed(way) if isinstance(part, str)), "")
    outer = way[: max((n for n, part in enumerate(way) if part == key), default=0)]
    field = _fields(outer).get(key)
    if field is None or not field.description:
        return "something else"
    return f"{field.description}, for example {key}: {(field.examples or [''])[0]}"


def _keys(way: Sequence[int | str]) -> list[str]:
    return list(_fields(way))


def _fields(way: Sequence[int | str]) -> dict[str, FieldInfo]:
    """The keys of the section to which a way leads, as they are written."""
    section: type[Section] = MeetingForm
    for part in way:
        field = _own(section).get(str(part))
        section = next(_sections(field.annotation), section) if field else section
    return _own(section)


def _own(section: type[Section]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in section.model_fields.items()}


def _sections(annotation: Any) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for inner in get_args(annotation):
        yield from _sections(inner)


def _mistakes(form: MeetingForm) -> Iterator[tuple[Way, str]]:
    codes = [d.code for d in form.delegations]
    known = [*codes, *(p.code for p in form.partners if p.code)]
    levels = [level.id for level in form.levels]
    yield from _twice("delegations", codes)
    yield from _twice("levels", levels)
    yield from _twice("instruments", [i.id for i in form.instruments])
    yield from _unknown(("chair", "delegation"), [form.chair.delegation], codes)
    yield from _unknown(("host",), [form.host] if form.host else [], codes)
    partners = [partner.name for partner in form.partners]
    for n, one in enumerate(form.instruments):
        way = ("instruments", n)
        parties = [] if one.parties == "all" else list(one.parties)
        yield from _unknown((*way, "parties"), parties, known)
        yield from _unknown((*way, "levels"), one.levels, levels)
        yield from _unknown((*way, "partner"), [one.partner] if one.partner else [], partners)
        if not set(one.levels) - set(levels) and sorted(one.levels, key=levels.index) != list(
            one.levels
        ):
            yield (*way, "levels"), "they are not in the order of the meeting's levels."
        if one.parties == ():
            yield (*way, "parties"), f"{one.id} has no parties."
    if form.mail and form.mail.exposed:
        yield ("mail", "security"), "a password is only sent over a protected line (starttls, ssl)."
    if form.starts and form.ends and form.ends < form.starts:
        yield ("ends",), "the meeting ends before it starts."


def _twice(key: str, names: list[str]) -> Iterator[tuple[Way, str]]:
    for n, name in enumerate(names):
        if name in names[:n]:
            yield (key, n), f"{name} is there twice."


def _unknown(
    way: Way, names: list[str] | tuple[str, ...], known: list[str]
) -> Iterator[tuple[Way, str]]:
    for name in names:
        if name not in known:
            yield way, f"there is no “{name}”. {hint(name, known)}"
