"""A zero draft from its template: meeting data in, a document out, and every value only text.

A template is Jinja2 that writes the project's Markdown (``docs/text-format.md``); ids may be left
out, fresh ones are given. It runs sandboxed, on plain data alone, and sees no file and no clock.
What ``{{ ... }}`` prints is escaped, so that it reads as those characters and is never markup; a
template's own Markdown stands outside of it. A remark to the template's reader stands between
``{##`` and ``##}``, because ``{#p1}`` is an id.

One filter is our own: ``names | listed`` prints "A, B and C".

The templates that come along expect ``meeting`` (the meeting file as plain data, its ``facts``
among them) and ``instrument`` (the instrument's own entry in it).
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from datetime import date

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal
from mufakat.text import inline
from mufakat.text.document import MARK, OBJECT, Document, Paragraph
from mufakat.text.identity import identify
from mufakat.text.markup import parse

_FILE = "<template>"


class _Unprintable(ValueError):
    """A value that cannot stand in a text."""


def render_text(template: str, data: Mapping[str, object]) -> Document:
    """The document that a template makes of the data; the same data give the same document.

    Refused, with the template's line: what Jinja2 cannot read, a name that the data lack, an
    attempt to leave the sandbox, a value that is not text, a number or a date.
    """
    environment = _environment()
    try:
        text = environment.from_string(template).render(_plain(data, "data"))
    except TemplateSyntaxError as problem:
        raise _refusal(problem.lineno, problem.message or "it is not understood") from problem
    except UndefinedError as problem:
        said = (problem.message or "a name is missing").replace("'", '"')
        hint = "Add it to the meeting file, or correct the name in the template."
        raise _refusal(_line(problem), said, hint) from problem
    except SecurityError as problem:
        hint = "A template may use the meeting's data and nothing else."
        raise _refusal(_line(problem), str(problem), hint) from problem
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError) as problem:
        raise _refusal(_line(problem), str(problem) or type(problem).__name__) from problem
    return identify(_parse(text))


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_words,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",  # {#p1} is an id
        comment_end_string="##}",
    )
    environment.filters["listed"] = listed
    return environment


def _words(value: object) -> object:
    """A value as Markdown that reads as exactly these characters, wherever in a line it stands."""
    if isinstance(value, Undefined):
        return value  # which refuses to be printed, and says its name
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise _Unprintable(f"a {type(value).__name__} is to be printed; only text can be")
    text = str(value)
    if OBJECT in text or MARK in text:
        raise _Unprintable("a value holds a character that stands for something else in a text")
    # A brace might be read as a block's attributes, a sign at the line's start as its beginning.
    pieces = [inline.write(Paragraph("", piece), _no_note) for piece in text.split("{")]
    escaped = "\\{".join(pieces)
    return "\\" + escaped if escaped[:1] in ("#", ":") else escaped


def _no_note(note: object) -> str:
    raise _Unprintable(f"{note!r} is no text")


def _plain(value: object, path: str) -> object:
    """The value with nothing in it but dictionaries, lists and what can be printed."""
    if value is None or isinstance(value, str | int | float | date):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(held, f"{path}.{key}") for key, held in value.items()}
    if isinstance(value, Sequence):
        return [_plain(held, f"{path}[{n}]") for n, held in enumerate(value, 1)]
    raise Refusal(
        f"The data for the template hold a {type(value).__name__} at {path}.",
        "Give it texts, numbers, dates, lists and mappings only.",
    )


def _parse(text: str) -> Document:
    try:
        return parse(text if text.endswith("\n") else text + "\n")
    except Refusal as refusal:
        raise Refusal(
            f"What the template makes is not a text: {refusal.error}",
            f"{refusal.hint} The lines are those of the text that comes out, not the template's.",
        ) from refusal


def _line(problem: BaseException) -> int | None:
    """The template's line at which it happened; Jinja2 puts it into the traceback."""
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == _FILE]
    return lines[-1] if lines else None


def _refusal(line: int | None, said: str, hint: str = "Correct it there.") -> Refusal:
    where = f" at line {line}" if line else ""
    return Refusal(f"The text template is not right{where}: {said.rstrip('.')}.", hint)
