"""The words of a mail from its templates: ``<kind>.<language>.txt.j2``, and ``.html.j2`` with it.

The first line of the plain text is the subject. Templates are Jinja2, run sandboxed on plain data
alone; every value is text: in the page it is escaped, and characters that cannot be seen, or turn
the line around, are left out. One language falls back to English; a page is only sent where there
is one in the same language as the text.

Three filters are our own: ``names | listed`` prints "A, B and C", ``deadline | moment`` prints
"9 January 2026, 18:00 (UTC+07:00)" in the template's language, and ``the_delegation | capital``
begins a sentence.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from jinja2 import DictLoader, StrictUndefined, TemplateError, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from mufakat.procedure.nearest import capital, listed
from mufakat.refusal import Refusal

FALLBACK = "en"
CALENDAR = "calendar"
"""The template of what stands in the calendar; it has no page."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says: one line of subject, its text, and the same as a page (or nothing)."""

    subject: str
    text: str
    html: str
    language: str


def mail_words(
    templates: Mapping[str, str], kind: str, language: str, fields: Mapping[str, object]
) -> Words:
    """The words that the templates of this kind make of the fields.

    ``templates`` are texts by file name. Refused, with file and line, if one cannot be carried out.
    """
    chosen = _chosen(templates, kind, language)
    name = f"{kind}.{chosen}"
    held = {**fields, "language": chosen}
    said = _rendered(templates, f"{name}.txt.j2", held)
    subject, _, text = said.lstrip("\n").partition("\n")
    if not subject.strip():
        raise Refusal(
            f"The mail template {name}.txt.j2 has no subject.", "Write it into the first line."
        )
    page = f"{name}.html.j2"
    html = _rendered(templates, page, held) if page in templates else ""
    return Words(" ".join(subject.split()), text.strip("\n") + "\n", html, chosen)


def _chosen(templates: Mapping[str, str], kind: str, language: str) -> str:
    """The language asked for, or its main one (``pt`` of ``pt-BR``), or English."""
    for one in (language, language.partition("-")[0], FALLBACK):
        if f"{kind}.{one}.txt.j2" in templates:
            return one
    raise Refusal(
        f"The mail template {kind}.{FALLBACK}.txt.j2 is missing.",
        "Put it back into the workspace's folder templates/mail/.",
    )


def _rendered(templates: Mapping[str, str], name: str, fields: Mapping[str, object]) -> str:
    environment = _environment(frozenset(templates.items()), name.endswith(".html.j2"))
    try:
        return environment.get_template(name).render(_plain(fields))
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError) as problem:
        line = _line(problem)
        where = f" at line {line}" if line else ""
        said = (getattr(problem, "message", "") or str(problem)).rstrip(".")
        raise Refusal(
            f"The mail template {name} is not right{where}: {said}.", "Correct it there."
        ) from problem


@lru_cache(maxsize=4)
def _environment(templates: frozenset[tuple[str, str]], page: bool) -> SandboxedEnvironment:
    """What carries the templates out; it keeps those that it has understood."""
    environment = SandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        autoescape=page,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del environment.filters["safe"]  # no template takes a delegation's words for markup
    environment.filters["listed"] = listed
    environment.filters["moment"] = _moment
    environment.filters["capital"] = capital
    return environment


def _text(value: object) -> object:
    """A value as these characters and no others."""
    if isinstance(value, Undefined | Markup):
        return value  # the one refuses to be printed, the other is what the template itself made
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise ValueError(f"a {type(value).__name__} is to be printed; only text can be")
    return _UNSEEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(held) for held in value]
    return value


@pass_context
def _moment(context: Context, when: datetime) -> str:
    """A moment as people read it, in the template's language."""
    offset = when.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return f"{when.day} {_month(when.month, context['language'])} {when:%Y, %H:%M} ({zone})"


@cache
def _month(month: int, language: str) -> str:
    """A month's name in a language; at noon in mid-month, no time zone makes another of it."""
    from icu4py.messageformat import MessageFormat

    named = MessageFormat("{when,date,MMMM}", language).format(
        {"when": datetime(2000, month, 15, 12)}
    )
    return str(named)


def _line(problem: BaseException) -> int | None:
    known = getattr(problem, "lineno", None)
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename.endswith(".j2")]
    lines += [f.lineno for f in frames if f.filename == "<template>"]
    return known or (lines[-1] if lines else None)
