"""What may be carried from file to file because it cannot do anything: judged by the bytes."""

from __future__ import annotations

import re

from lxml import etree

from mufakat.edges.limits import Limits
from mufakat.edges.word import read_xml
from mufakat.edges.word.opening import Package, open_archive
from mufakat.refusal import Refusal

_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (b"GIF87a", "gif", "image/gif"),
    (b"GIF89a", "gif", "image/gif"),
    (b"BM", "bmp", "image/bmp"),
    (b"II*\0", "tiff", "image/tiff"),
    (b"MM\0*", "tiff", "image/tiff"),
    (b"\xd7\xcd\xc6\x9a", "wmf", "image/x-wmf"),
    (b"\x01\0\x09\0\0\x03", "wmf", "image/x-wmf"),
)
_EMF = b" EMF"
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_LOUD = {_SVG + name for name in ("script", "foreignObject", "handler", "listener", "iframe")}
_SVG_MOVING = {_SVG + name for name in ("set", "animate", "animateMotion", "animateTransform")}
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif);base64,")
_LEADS_OUT = re.compile(r"(?i)@import|url\s*\(\s*(?![\"']?\s*#)|\\")
_WORKBOOK_PARTS = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/(?:core|app|custom)\.xml|xl/workbook\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/(?:styles|sharedstrings|calcchain|metadata)\.xml"
    r"|xl/theme/theme\d*\.xml|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/tables/table\d+\.xml|.*/",
)
_REACHING = re.compile(
    r"(?i)\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|HYPERLINK|SQL\.REQUEST)\s*\(|\|"
)
_FORMULAS = ("f", "definedName", "calculatedColumnFormula", "totalsRowFormula")


def picture_type(data: bytes) -> tuple[str, str] | None:
    """The ending and content type of a picture's bytes; None if they are none that is carried."""
    for sign, ending, kind in _SIGNS:
        if data.startswith(sign):
            return ending, kind
    if data[:4] == b"\x01\0\0\0" and data[40:44] == _EMF:
        return "emf", "image/x-emf"
    return ("svg", "image/svg+xml") if is_quiet_svg(data) else None


def is_quiet_svg(data: bytes, nodes: int = 500_000) -> bool:
    """Whether an SVG picture only draws: no programs, nothing fetched, nothing that moves."""
    try:
        root = read_xml.parse(data, "svg", nodes)
    except Refusal:
        return False
    return root.tag == f"{_SVG}svg" and all(map(_is_quiet, root.iter(etree.Element)))


def _is_quiet(element: etree._Element) -> bool:
    if element.tag in _SVG_LOUD or element.tag in _SVG_MOVING:
        return False
    if element.tag == f"{_SVG}style" and _LEADS_OUT.search("".join(map(str, element.itertext()))):
        return False
    return all(_harmless(str(name), str(value)) for name, value in element.items())


def _harmless(name: str, value: str) -> bool:
    local = name.rpartition("}")[2].lower()
    if local in ("href", "src"):
        return bool(_INSIDE.match(value.strip()))
    return not local.startswith("on") and not _LEADS_OUT.search(value)


def is_plain_workbook(data: bytes, limits: Limits) -> bool:
    """Whether an Excel file holds numbers and nothing that acts: no macros, links or objects."""
    try:
        package = open_archive(data, limits)
        return all(_is_plain(package, name) for name in package.names())
    except Refusal:
        return False


def _is_plain(package: Package, name: str) -> bool:
    if not _WORKBOOK_PARTS.fullmatch(name.lower()):
        return False
    if name.endswith("/"):
        return True
    for element in package.root(name).iter(etree.Element):
        local = etree.QName(element).localname
        if element.get("TargetMode", "").lower() == "external":
            return False
        if "macro" in element.get("ContentType", "").lower():
            return False
        if local in _FORMULAS and _REACHING.search(element.text or ""):
            return False
    return True
