"""The tags of a Word template: which there are, and which each kind of file needs.

A tag is ``{{ name }}``, nothing more: no expressions, no conditions. Its value is put in as plain
text and never looked at again, so that braces or angle brackets in a value are those characters.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from lxml import etree

from mufakat.edges.word.fingerprint import FileKind
from mufakat.edges.word.word_template import Unfit
from mufakat.edges.word.xmltext import W

BODY = "body"
FIELDS: dict[str, str] = {
    "adoption": "how and when the text was adopted",
    "chair": "the chair's name",
    "chair_title": "the chair's office",
    "closing": "the sentence before the signature",
    "date": "the draft's date",
    "deadline": "until when comments are taken, with the time zone",
    "delegation": "the delegation that the file is made for",
    "draft": "the draft's name: Zero draft, Rev.1",
    "fingerprint": "draft, commit and digest, in short",
    "instructions": "how to send the text back",
    "legend": "what the colours, brackets and codes mean",
    "marking": "the handling marking",
    "meeting": "the meeting's full title",
    "meeting_short": "the meeting's short name",
    "place_dates": "where and when the meeting is held",
    "secretariat": "the secretariat's name",
    "short_title": "the instrument's title for the running header",
    "symbol": "the draft's symbol",
    "title": "the instrument's title",
    "where_amended": "which paragraphs are amended",
    "where_bracketed": "which paragraphs are bracketed",
    "where_clean": "how many paragraphs are clean",
    "where_contested": "which paragraphs are contested",
}
_DRAFT = (BODY, "title", "symbol", "date", "marking", "fingerprint")
REQUIRED: dict[FileKind, tuple[str, ...]] = {
    "issued": (*_DRAFT, "delegation", "deadline", "instructions"),
    "tracked": _DRAFT,
    "compilation": (*_DRAFT, "legend"),
    "clean": _DRAFT,
    "marked": _DRAFT,
    "final": (BODY, "fingerprint", "adoption", "chair"),
}

_W = f"{{{W}}}"
_P, _T = f"{_W}p", f"{_W}t"
TAG = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")
_AROUND = 30
_OTHER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")


def tags_in(root: etree._Element) -> Iterator[str]:
    """The names of all tags of a part; refuses what looks like a tag and is none."""
    for paragraph in root.iter(_P):
        text = own_text(paragraph)
        yield from TAG.findall(text)
        other = _OTHER.search(TAG.sub(_blank, text))
        if other:
            raise Unfit(
                f"It has {other[0]}, which is not a tag that can be filled.",
                "A tag is a name in double braces, like {{ title }}; docs/templates.md lists them.",
            )
    refuse_braces(root, TAG)


def refuse_braces(root: etree._Element, tag: re.Pattern[str] | None = None) -> None:
    """Refuses a part in which braces stand that are of no tag: they would be printed."""
    for paragraph in root.iter(_P):
        text = own_text(paragraph)
        stray = _STRAY.search(tag.sub(_blank, text) if tag else text)
        if stray:
            start, end = max(stray.start() - _AROUND, 0), stray.end() + _AROUND
            shown = f"{'…' if start else ''}{text[start:end]}{'…' if text[end:] else ''}"
            raise Unfit(
                f"It has braces that nothing fills: “{shown}”.",
                "A tag has two braces on either side, like {{ title }}, and does not stand in a "
                "note. Put it right or take the braces out.",
            )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def check_tags(found: Iterable[str], kind: FileKind, given: Iterable[str]) -> None:
    """Refuses a template that lacks a tag it must have, or has one that nothing fills."""
    held = set(found)
    check_needed(REQUIRED.get(kind, (BODY,)), held)
    unknown = sorted(held - {BODY, *FIELDS, *given})
    if unknown:
        raise Unfit(
            f"It has the tag {{{{ {unknown[0]} }}}}, which nothing fills.",
            "Correct its name or take it out; docs/templates.md lists the tags.",
        )


def check_needed(needed: Iterable[str], held: Container[str]) -> None:
    """Refuses a template that lacks a tag it must have."""
    lacking = [f"{{{{ {name} }}}}" for name in needed if name not in held]
    if lacking:
        one = len(lacking) == 1
        raise Unfit(
            f"It lacks the {'tag' if one else 'tags'} {', '.join(lacking)}.",
            f"Put {'it back where its' if one else 'them back where their'} text should stand; "
            "docs/templates.md lists the tags.",
        )


def body_paragraphs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs that hold the tag for the text."""
    return [p for p in root.iter(_P) if BODY in TAG.findall(own_text(p))]


def is_body_alone(paragraph: etree._Element) -> bool:
    """Whether the tag for the text is all that its paragraph holds."""
    return bool(TAG.fullmatch(own_text(paragraph).strip()))


def own_words(paragraph: etree._Element) -> list[etree._Element]:
    """A paragraph's own pieces of text, without those of a text box that it holds."""
    return [t for t in paragraph.iter(_T) if next(t.iterancestors(_P)) is paragraph]


def own_text(paragraph: etree._Element) -> str:
    """What a paragraph's own pieces of text say together."""
    return "".join(piece.text or "" for piece in own_words(paragraph))
