"""The properties parts: what a file says about itself, for the fingerprint."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.fingerprint import Fingerprint, fingerprint_from
from mufakat.edges.word.opening import Package

_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_PROGRAM = "Application"


def fingerprint(package: Package) -> Fingerprint | None:
    """The fingerprint that the file carries, or None."""
    properties: dict[str, str] = {}
    for part in _parts(package, "custom-properties", "customProperties"):
        for element in package.root(part).iter(_CUSTOM):
            properties.setdefault(element.get("name", ""), _text(element))
    if found := fingerprint_from(properties):
        return found
    for part in _parts(package, "core-properties"):
        identifier = package.root(part).find(_IDENTIFIER)
        if identifier is not None:
            return fingerprint_from({}, _text(identifier))
    return None


def by_libreoffice(package: Package) -> bool:
    """Whether the file says that LibreOffice, or an office that is made of it, saved it last."""
    parts = _parts(package, "extended-properties", "extendedProperties")
    named = (package.root(part).findtext(f"{{*}}{_PROGRAM}") or "" for part in parts)
    return any("LibreOffice" in name for name in named)


def _parts(package: Package, *kinds: str) -> list[str]:
    return [
        relation.target
        for relation in package.relationships("").values()
        if relation.kind in kinds and not relation.external and relation.target in package
    ]


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()
