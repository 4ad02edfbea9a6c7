"""The pictures of an OpenDocument text, with their bytes: pandoc tells no more than their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from mufakat.edges.limits import Limits
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.object_frame import bare_picture
from mufakat.edges.word.object_identity import LABEL
from mufakat.edges.word.object_keep import Keeping, NotKept
from mufakat.edges.word.opening import Package, Relationship
from mufakat.text.document import Opaque

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)(in|cm|mm|pt)")
_EMU = {"in": 914400, "cm": 360000, "mm": 36000, "pt": 12700}
_RELATION = "picture"


@dataclass(frozen=True, slots=True)
class OdtPictures:
    """The pictures that can be carried: by the name that the text calls them, and by digest."""

    named: dict[str, Opaque] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)


def odt_pictures(package: Package, content: etree._Element, limits: Limits) -> OdtPictures:
    """The pictures within a text whose ``content`` this is."""
    found = OdtPictures()
    keeping = Keeping(package, limits, found.kept)
    for frame in content.iter(f"{_DRAW}frame"):
        image = frame.find(f"{_DRAW}image")
        name = "" if image is None else image.get(_HREF, "").removeprefix("./")
        if not name or name not in package or frame.find(f"{_DRAW}object") is not None:
            continue
        label = (frame.findtext(f"{_SVG}desc") or "")[:LABEL]
        thing = Opaque("picture", package.digest(name), label)
        if package.size(name) > limits.object_bytes:
            continue
        drawing = bare_picture(_RELATION, label, package.data(name), _size(frame))
        try:
            keeping.keep(
                thing.digest,
                "picture",
                drawing,
                {_RELATION: Relationship("image", name, external=False)},
            )
        except NotKept:
            continue
        found.named[name] = thing
    return found


def _size(frame: etree._Element) -> tuple[int, int] | None:
    sides = [_LENGTH.fullmatch(frame.get(_SVG + side, "")) for side in ("width", "height")]
    width, height = (round(float(s[1]) * _EMU[s[2]]) if s else 0 for s in sides)
    return (width, height) if width and height else None
