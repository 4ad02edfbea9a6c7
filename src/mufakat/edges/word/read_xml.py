"""One XML part of a package as a tree: nothing fetched, nothing expanded, strict made transitional.

Names of elements and attributes that the reader asks for are made by ``w`` and its like, so that
the walk compares whole names and never splits one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from lxml import etree

from mufakat.refusal import Refusal

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
O = "urn:schemas-microsoft-com:office:office"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
W16DU = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"

_STRICT_HOME = "http://purl.oclc.org/ooxml/"
_STRICT = {
    "wordprocessingml/main": W,
    "officeDocument/relationships": R,
    "officeDocument/math": M,
    "drawingml/main": A,
    "drawingml/picture": PIC,
    "drawingml/wordprocessingDrawing": WP,
    "drawingml/chart": CHART,
    "drawingml/diagram": DIAGRAM,
    "officeDocument/customProperties": (
        "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    ),
    "officeDocument/docPropsVTypes": (
        "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    ),
}
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DAMAGED = "Open the file in Word, save it under a new name, and send the new file."


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


VAL = w("val")


def first_child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of a name; much cheaper than asking for a path."""
    for found in element:
        if found.tag == tag:
            return found
    return None


def parse(
    data: bytes, name: str, nodes: int, shorten: Callable[[bytes], bytes] | None = None
) -> etree._Element:
    """The root of a part. Refuses what is not well formed, declares entities, or is out of bounds.

    ``nodes`` bounds elements and attributes together before anything is built of them. ``shorten``
    writes the part in fewer elements before it is parsed.
    """
    data = _as_utf8(data, name)
    if b"!" in data and b"<!DOCTYPE" in data:  # the sign alone is found faster, and is rare
        raise Refusal(
            f"The part {name} of the file declares entities, which no Word file does.",
            "It may have been made to do harm. Save your text as a new Word file and send that.",
        )
    if len(data) > nodes and data.count(b"<") + data.count(b"=") > nodes:
        raise Refusal(
            f"The part {name} of the file has far more pieces than a text of this kind.",
            "Send the text alone, without pasted-in data, or in several files.",
        )
    if shorten is not None:
        data = shorten(data)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _broken(name, error) from None
    if b"purl.oclc.org/ooxml/" in data:
        _transitional(root)
    return root


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )


def _as_utf8(data: bytes, name: str) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
        codec = "utf-16-be" if data[:2] in (b"\xfe\xff", b"\x00<") else "utf-16-le"
        text = data.decode(codec, errors="replace").lstrip("\ufeff")
        return re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8", errors="replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data)
    if declared and declared[1].decode("ascii").lower() not in _ENCODINGS:
        raise Refusal(f"The part {name} of the file is written in an unusual encoding.", _DAMAGED)
    return data


def _broken(name: str, error: etree.XMLSyntaxError) -> Refusal:
    said = str(error)
    if "xcessive depth" in said:
        return too_deep(name)
    if "huge" in said or "too long" in said or "limit" in said:
        return Refusal(
            f"The part {name} of the file holds a piece of text beyond all measure.",
            "Send the text alone, without pasted-in data.",
        )
    return Refusal(f"The file is damaged: its part {name} is no well-formed XML.", _DAMAGED)


def too_deep(name: str) -> Refusal:
    """The answer to a part whose pieces are nested beyond measure."""
    return Refusal(
        f"The part {name} of the file is nested deeper than any text needs.",
        "Copy the text into a new Word file, and send that file.",
    )


def _transitional(root: etree._Element) -> None:
    """Renames strict OOXML's elements and attributes to the names that everything else uses."""
    for element in root.iter(etree.Element):
        name = _renamed(element.tag)
        if name is not None:
            element.tag = name
        for key, value in element.items():
            name = _renamed(key)
            if name is not None:
                del element.attrib[key]
                element.set(name, value)


def _renamed(name: str | bytes) -> str | None:
    text = name if isinstance(name, str) else name.decode()
    if not text.startswith("{" + _STRICT_HOME):
        return None
    space, _, local = text[1 + len(_STRICT_HOME) :].partition("}")
    home = _STRICT.get(space)
    return f"{{{home}}}{local}" if home else None
