"""A drawing made anew around a picture or chart that has none of its own that could be kept.

That is so for pictures in old programs' form, for those in a group of shapes, and for those of
other formats than Word's.
"""

from __future__ import annotations

import re
import struct
from copy import deepcopy

from lxml import etree

from mufakat.edges.word.object_keep import PREFIXES, URIS
from mufakat.edges.word.read_xml import PIC, WP, A, R, V, W

_EMU = {"pt": 12700, "in": 914400, "cm": 360000, "mm": 36000, "px": 9525, "pc": 152400, "": 9525}
_WIDEST, _WIDE, _HIGH = 5_760_000, 2_880_000, 2_160_000  # 16 cm, 8 cm, 6 cm
_MEASURE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*([a-z]*)")
_A, _PIC, _WP = f"{{{A}}}", f"{{{PIC}}}", f"{{{WP}}}"
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(....)", re.DOTALL)

Size = tuple[int, int]


def framed(element: etree._Element, kind: str, label: str, data: bytes = b"") -> etree._Element:
    """A ``w:drawing`` in the line that shows what an element stands for; ``data`` are its bytes."""
    own = next(element.iterancestors(f"{_PIC}pic"), None)
    width, height = _size(element, own) or _natural(data) or (_WIDE, _HIGH)
    if width > _WIDEST:
        width, height = _WIDEST, height * _WIDEST // width
    if kind != "picture":
        shown = deepcopy(element)
    elif own is not None:
        shown = deepcopy(own)
    else:
        ident = next((str(v) for k, v in element.items() if str(k).startswith(f"{{{R}}}")), "")
        shown = _picture(ident, width, height)
    return _drawing(shown, URIS[kind], label, (width, height))


def bare_picture(
    relation: str, label: str, data: bytes, size: Size | None = None
) -> etree._Element:
    """A ``w:drawing`` of a picture's bytes, of this size or as large as they say."""
    width, height = size or _natural(data) or (_WIDE, _HIGH)
    if width > _WIDEST:
        width, height = _WIDEST, height * _WIDEST // width
    return _drawing(_picture(relation, width, height), PIC, label, (width, height))


def _drawing(shown: etree._Element, uri: str, label: str, size: Size) -> etree._Element:
    root = etree.Element(f"{{{W}}}drawing", nsmap=PREFIXES)
    inline = etree.SubElement(root, f"{_WP}inline", distT="0", distB="0", distL="0", distR="0")
    etree.SubElement(inline, f"{_WP}extent", cx=str(size[0]), cy=str(size[1]))
    etree.SubElement(inline, f"{_WP}docPr", id="1", name="", descr=label)
    graphic = etree.SubElement(inline, f"{_A}graphic")
    etree.SubElement(graphic, f"{_A}graphicData", uri=uri).append(shown)
    return root


def _picture(relation: str, width: int, height: int) -> etree._Element:
    pic = etree.Element(f"{_PIC}pic", nsmap=PREFIXES)
    about = etree.SubElement(pic, f"{_PIC}nvPicPr")
    etree.SubElement(about, f"{_PIC}cNvPr", id="0", name="")
    etree.SubElement(about, f"{_PIC}cNvPicPr")
    fill = etree.SubElement(pic, f"{_PIC}blipFill")
    etree.SubElement(fill, f"{_A}blip").set(f"{{{R}}}embed", relation)
    etree.SubElement(etree.SubElement(fill, f"{_A}stretch"), f"{_A}fillRect")
    shape = etree.SubElement(pic, f"{_PIC}spPr")
    place = etree.SubElement(shape, f"{_A}xfrm")
    etree.SubElement(place, f"{_A}off", x="0", y="0")
    etree.SubElement(place, f"{_A}ext", cx=str(width), cy=str(height))
    etree.SubElement(etree.SubElement(shape, f"{_A}prstGeom", prst="rect"), f"{_A}avLst")
    return pic


def _size(element: etree._Element, own: etree._Element | None) -> Size | None:
    if own is not None:
        place = own.find(f"{_PIC}spPr/{_A}xfrm/{_A}ext")
        return None if place is None else _sides(place.get("cx", ""), place.get("cy", ""))
    shape = next(element.iterancestors(f"{{{V}}}shape", f"{{{V}}}rect"), None)
    if shape is None:
        return None
    said = {side: (value, unit) for side, value, unit in _MEASURE.findall(shape.get("style", ""))}
    if len(said) < 2 or any(value.count(".") > 1 for value, _ in said.values()):
        return None
    width, height = (
        round(float(said[side][0]) * _EMU.get(said[side][1], _EMU["px"]))
        for side in ("width", "height")
    )
    return (width, height) if width > 0 and height > 0 else None


def _sides(width: str, height: str) -> Size | None:
    good = width.isdecimal() and height.isdecimal() and int(width) > 0 and int(height) > 0
    return (int(width), int(height)) if good else None


def _natural(data: bytes) -> Size | None:
    """The size of a picture's bytes at 96 points to the inch."""
    pixels: tuple[int, int] | None = None
    if data.startswith(b"\x89PNG") and len(data) > 24:
        pixels = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) > 10:
        pixels = struct.unpack("<HH", data[6:10])
    elif data.startswith(b"\xff\xd8") and (found := _FRAME.search(data)):
        height, width = struct.unpack(">HH", found[1])
        pixels = width, height
    if pixels is None or not all(0 < side < 100_000 for side in pixels):
        return None
    return pixels[0] * _EMU["px"], pixels[1] * _EMU["px"]
