"""Records as JSON that a person can read: any of our frozen dataclasses, there and back exactly.

A field that has its default value is left out. Where a field may hold one of several classes, the
one it holds is named under ``type``.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

T = TypeVar("T")

_SEPARATORS = "\x85\u2028\u2029"  # what is not seen, or is taken for the end of a line


def write(record: object) -> bytes:
    """The record as JSON text; equal records give equal bytes."""
    return dump(plain(record, type(record)))


def read(kind: type[T], data: bytes) -> T:
    """The record of this class that ``write`` wrote."""
    return typing.cast(T, made(kind, json.loads(data)))


def dump(held: object) -> bytes:
    """Plain dictionaries and lists as JSON text, in the one form that is kept."""
    text = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
    for separator in _SEPARATORS:
        text = text.replace(separator, json.dumps(separator)[1:-1])
    return text.encode()


def load(data: bytes) -> Any:
    """What ``dump`` wrote."""
    return json.loads(data)


def plain(value: Any, kind: Any) -> Any:
    """A value declared as ``kind`` in dictionaries, lists and strings."""
    if is_dataclass(kind):
        return _fields(value, kind)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        chosen = type(value)
        if is_dataclass(chosen) and len(_classes(kind)) > 1:
            return {"type": chosen.__name__, **_fields(value, chosen)}
        return plain(value, chosen) if is_dataclass(chosen) else _scalar(value)
    if origin is tuple:
        return [plain(item, one) for item, one in _items(value, kind)]
    if origin not in (None, Literal) and issubclass(origin, Mapping):
        return {str(key): plain(held, get_args(kind)[1]) for key, held in value.items()}
    return _scalar(value)


def made(kind: Any, held: Any) -> Any:
    """The value declared as ``kind`` that ``plain`` took apart."""
    if is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        given = {name: made(hints[name], value) for name, value in held.items() if name in hints}
        return typing.cast(Any, kind)(**given)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(kind, held)
    if origin is tuple:
        return tuple(made(one, item) for item, one in _items(held, kind))
    if origin not in (None, Literal) and issubclass(origin, Mapping):
        return {key: made(get_args(kind)[1], value) for key, value in held.items()}
    if kind in (datetime, date):
        return kind.fromisoformat(held)
    return held


def _fields(value: Any, kind: Any) -> dict[str, Any]:
    hints = _hints(kind)
    return {
        field.name: plain(getattr(value, field.name), hints[field.name])
        for field in fields(kind)
        if not _is_default(getattr(value, field.name), field)
    }


def _is_default(value: Any, field: Field[Any]) -> bool:
    if field.default is not MISSING:
        return bool(type(value) is type(field.default) and value == field.default)
    return field.default_factory is not MISSING and bool(value == field.default_factory())


def _items(value: Any, kind: Any) -> list[tuple[Any, Any]]:
    declared = get_args(kind)
    if len(declared) == 2 and declared[1] is Ellipsis:
        return [(item, declared[0]) for item in value]
    return list(zip(value, declared, strict=True))


def _one_of(kind: Any, held: Any) -> Any:
    if held is None:
        return None
    classes = _classes(kind)
    if classes and isinstance(held, dict):
        name = held.get("type", next(iter(classes)))
        return made(classes[name], {key: value for key, value in held.items() if key != "type"})
    wanted = [one for one in get_args(kind) if one is not types.NoneType and not is_dataclass(one)]
    return made(wanted[0], held) if wanted else held


def _scalar(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _classes(kind: Any) -> dict[str, type]:
    return {
        one.__name__: one for one in get_args(kind) if isinstance(one, type) and is_dataclass(one)
    }
