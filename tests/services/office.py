"""Edits a Word file as an official would, with python-docx alone: what comes in by the door."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import cast

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

AUTHOR, DATE = "An official", "2025-12-03T04:00:00Z"


def edited(data: bytes, change: Callable[[Document], object]) -> bytes:
    """The file after a change."""
    opened = docx.Document(io.BytesIO(data))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def retyped(data: bytes, words: Mapping[str, str]) -> bytes:
    """The file with words typed over, tracking switched off."""

    def change(opened: Document) -> None:
        for old, new in words.items():
            run = _run(opened, old)
            run.text = run.text.replace(old, new, 1)

    return edited(data, change)


def tracked(data: bytes, words: Mapping[str, str]) -> bytes:
    """The file with words replaced under change tracking."""

    def change(opened: Document) -> None:
        for old, new in words.items():
            _track(_run(opened, old), old, new)

    return edited(data, change)


def commented(data: bytes, words: str, text: str) -> bytes:
    """The file with a comment on the run that holds these words."""

    def change(opened: Document) -> None:
        opened.add_comment(_run(opened, words), text=text, author=AUTHOR, initials="AO")

    return edited(data, change)


def without(data: bytes, words: str) -> bytes:
    """The file without the paragraph that holds these words, tracking switched off."""

    def change(opened: Document) -> None:
        element = _paragraph(opened, words)._p
        _remove(element)

    return edited(data, change)


def with_paragraph(data: bytes, after: str, text: str) -> bytes:
    """The file with a new paragraph like the one that holds ``after``, tracking switched off."""

    def change(opened: Document) -> None:
        model = _paragraph(opened, after)
        element = deepcopy(model._p)
        for child in list(element):
            if child.tag != qn("w:pPr"):
                element.remove(child)
        model._p.addnext(element)
        Paragraph(element, model._parent).add_run(text)

    return edited(data, change)


def reheaded(data: bytes, text: str) -> bytes:
    """The file with other words in its first page header."""

    def change(opened: Document) -> None:
        for section in opened.sections:
            section.header.paragraphs[0].add_run(text)

    return edited(data, change)


def unfingerprinted(data: bytes) -> bytes:
    """The text alone, pasted into a new document."""
    source = docx.Document(io.BytesIO(data))
    pasted = docx.Document()
    for paragraph in source.paragraphs:
        pasted.add_paragraph(paragraph.text)
    out = io.BytesIO()
    pasted.save(out)
    return out.getvalue()


def refingerprinted(data: bytes, old: str, new: str) -> bytes:
    """The file saying that it belongs to another instrument."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("docProps/"):
                for sign in ("<", ":"):
                    content = content.replace(f"{old}{sign}".encode(), f"{new}{sign}".encode())
            target.writestr(item, content)
    return out.getvalue()


def retyped_tag(data: bytes, tag: str, words: str) -> bytes:
    """The template with one of its tags typed over."""

    def change(opened: Document) -> None:
        paragraph = _paragraph(opened, tag)
        paragraph.text = paragraph.text.replace(tag, words)

    return edited(data, change)


def _paragraph(opened: Document, words: str) -> Paragraph:
    found = [p for p in opened.paragraphs if words in p.text]
    assert found, f"no paragraph has {words!r}"
    return found[0]


def _run(opened: Document, words: str) -> Run:
    found = [run for p in opened.paragraphs for run in p.runs if words in run.text]
    assert found, f"no run has {words!r}"
    return found[0]


def _track(run: Run, old: str, new: str) -> None:
    before, after = run.text.split(old, 1)
    place = run._r
    pieces = [_copy(run, before), _change("w:del", run, old), _change("w:ins", run, new)]
    for piece in [*pieces, _copy(run, after)]:
        place.addprevious(piece)
    _remove(place)


def _remove(element: BaseOxmlElement) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _copy(run: Run, text: str) -> BaseOxmlElement:
    element = deepcopy(run._r)
    Run(element, run._parent).text = text
    return element


def _change(tag: str, run: Run, text: str) -> BaseOxmlElement:
    element = cast(BaseOxmlElement, OxmlElement(tag))
    for key, value in (
        ("id", str(abs(hash((tag, text))) % 10**6)),
        ("author", AUTHOR),
        ("date", DATE),
    ):
        element.set(qn(f"w:{key}"), value)
    inside = _copy(run, text)
    if tag == "w:del":
        for t in inside.findall(qn("w:t")):
            t.tag = qn("w:delText")
    element.append(inside)
    return element
