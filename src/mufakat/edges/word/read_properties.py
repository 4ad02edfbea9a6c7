"""The properties parts: what a file says about itself, for the fingerprint."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.fingerprint import Fingerprint, fingerprint_from
from mufakat.edges.word.opening import Package

_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"


def fingerprint(package: Package) -> Fingerprint | None:
    """The fingerprint that the file carries, or None."""
    properties: dict[str, str] = {}
    identifier = ""
    for relation in package.relationships("").values():
        if relation.external or relation.target not in package:
            continue
        if relation.kind in ("custom-properties", "customProperties"):
            for element in package.root(relation.target).iter(_CUSTOM):
                properties.setdefault(element.get("name", ""), _text(element))
        elif relation.kind == "core-properties":
            found = package.root(relation.target).find(_IDENTIFIER)
            identifier = "" if found is None else _text(found)
    return fingerprint_from(properties, identifier)


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()
