"""The tags of a Word template: which there are, which each kind of file needs, how they are filled.

A tag is ``{{ name }}``, nothing more: no expressions, no conditions. Its value is put in as plain
text and never looked at again, so that braces or angle brackets in a value are those characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from mufakat.edges.word.fingerprint import FileKind
from mufakat.edges.word.xmltext import W, check
from mufakat.refusal import Refusal

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
_P, _T, _R, _TR, _TC, _TBL = (_W + name for name in ("p", "t", "r", "tr", "tc", "tbl"))
_KEPT = (f"{_W}pPr/{_W}sectPr", f"{_W}bookmarkStart", f".//{_W}drawing")
_TAG = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_OTHER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def tags_in(root: etree._Element) -> Iterator[str]:
    """The names of all tags of a part; refuses what looks like a tag and is none."""
    for paragraph in root.iter(_P):
        text = _text(paragraph)
        yield from _TAG.findall(text)
        other = _OTHER.search(_TAG.sub("", text))
        if other:
            raise Refusal(
                f"The Word template has {other[0]}, which is not a tag that can be filled.",
                "A tag is a name in double braces, like {{ title }}; docs/templates.md lists them.",
            )


def check_tags(found: Iterable[str], kind: FileKind, given: Iterable[str]) -> None:
    """Refuses a template that lacks a tag it must have, or has one that nothing fills."""
    held = set(found)
    lacking = [f"{{{{ {name} }}}}" for name in REQUIRED.get(kind, (BODY,)) if name not in held]
    if lacking:
        raise Refusal(
            f"The Word template lacks the tag {', '.join(lacking)}.",
            "Put it back where its text should stand; docs/templates.md lists the tags.",
        )
    unknown = sorted(held - {BODY, *FIELDS, *given})
    if unknown:
        raise Refusal(
            f"The Word template has the tag {{{{ {unknown[0]} }}}}, which nothing fills.",
            "Correct its name or take it out; docs/templates.md lists the tags.",
        )


def body_paragraphs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs that hold the tag for the text."""
    return [p for p in root.iter(_P) if BODY in _TAG.findall(_text(p))]


def is_body_alone(paragraph: etree._Element) -> bool:
    """Whether the tag for the text is all that its paragraph holds."""
    return bool(_TAG.fullmatch(_text(paragraph).strip()))


def fill(root: etree._Element, fields: Mapping[str, str]) -> None:
    """Puts the values in. A row or paragraph whose tags are all empty is left out."""
    for row in [row for row in root.iter(_TR) if _all_empty(row.iter(_P), fields)]:
        _drop_row(row)
    for paragraph in list(root.iter(_P)):
        if "{" not in _text(paragraph):
            continue
        empty = _all_empty([paragraph], fields)
        _fill_paragraph(paragraph, fields)
        if empty and _spare(paragraph):
            _parent(paragraph).remove(paragraph)


def _all_empty(paragraphs: Iterable[etree._Element], fields: Mapping[str, str]) -> bool:
    names = [name for p in paragraphs for name in _TAG.findall(_text(p)) if name != BODY]
    return bool(names) and not any(fields.get(name, "").strip() for name in names)


def _drop_row(row: etree._Element) -> None:
    table = _parent(row)
    table.remove(row)
    if table.find(_TR) is None:
        _parent(table).remove(table)


def _spare(paragraph: etree._Element) -> bool:
    """Whether a paragraph can go: it holds nothing else, and is not all that its container has."""
    if any(paragraph.find(path) is not None for path in _KEPT):
        return False
    parent = _parent(paragraph)
    return parent.tag == f"{_W}body" or len(parent.findall(_P)) > 1


def _fill_paragraph(paragraph: etree._Element, fields: Mapping[str, str]) -> None:
    """A tag may be spread over runs: its value takes the place of its first piece."""
    pieces = _pieces(paragraph)
    for match in reversed(list(_TAG.finditer(_text(paragraph)))):
        if match[1] == BODY:
            continue
        value = fields.get(match[1], "")
        check(value)
        _replace(pieces, match.start(), match.end(), value)
    for piece in pieces:
        _break_lines(piece)


def _replace(pieces: list[etree._Element], start: int, end: int, value: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + value + text[last:]
            piece.set(_SPACE, "preserve")
            value = ""
        at += len(text)


def _break_lines(piece: etree._Element) -> None:
    """Line ends in a value become line breaks."""
    lines = (piece.text or "").split("\n")
    if len(lines) < 2:
        return
    run = _parent(piece)
    piece.text = lines[0]
    at = run.index(piece)
    for line in lines[1:]:
        words = etree.Element(_T)
        words.text = line
        words.set(_SPACE, "preserve")
        run.insert(at + 1, etree.Element(f"{_W}br"))
        run.insert(at + 2, words)
        at += 2


def _pieces(paragraph: etree._Element) -> list[etree._Element]:
    """A paragraph's own pieces of text, without those of a text box that it holds."""
    return [t for t in paragraph.iter(_T) if next(t.iterancestors(_P)) is paragraph]


def _text(paragraph: etree._Element) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent
