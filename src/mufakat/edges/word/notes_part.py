"""The footnotes and endnotes parts: the template's separators, then the text's notes."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from mufakat.edges.word.xmltext import DECLARATION, NAMESPACES, W

_W = f"{{{W}}}"


def empty_notes(kind: str) -> etree._Element:
    """A notes part with nothing but the lines that separate notes from the text."""
    separators = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return etree.fromstring(f"<w:{kind}s {NAMESPACES}>{separators}</w:{kind}s>".encode())


def first_note(root: etree._Element) -> int:
    """The first number that no note of the part has."""
    return 1 + max((int(note.get(f"{_W}id", "0")) for note in root), default=0)


def notes_xml(root: etree._Element, kind: str, notes: Sequence[str]) -> bytes:
    """The part with the text's notes after what it holds already."""
    end = f"</w:{kind}s>"
    held = etree.tostring(root, encoding="unicode").removesuffix(end)
    return f"{DECLARATION}{held}{''.join(notes)}{end}".encode()
