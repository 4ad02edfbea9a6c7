"""The kinds of parts that a chart or a diagram is made of, and may be carried with."""

from __future__ import annotations

from dataclasses import dataclass

from mufakat.edges.word.read_xml import CHART, DIAGRAM, A

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
IMAGE, PACKAGE = f"{OFFICE}image", f"{OFFICE}package"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAWN = "http://schemas.microsoft.com/office/drawing/2008/diagram"
"""The shapes that a program last drew for a diagram."""

_STYLE = "http://schemas.microsoft.com/office/drawing/2012/chartStyle"
_OPEN = "application/vnd.openxmlformats-officedocument."
_NEW = "application/vnd.ms-office."
_NEWER = "http://schemas.microsoft.com/office/"


@dataclass(frozen=True, slots=True)
class PartKind:
    """One kind: the relation to it, its content type, and the element that it has to be."""

    relation: str
    type: str
    root: str


def _open(name: str, type_: str, root: str) -> PartKind:
    return PartKind(OFFICE + name, f"{_OPEN}{type_}+xml", root)


def _new(name: str, type_: str, root: str) -> PartKind:
    return PartKind(_NEWER + name, f"{_NEW}{type_}+xml", root)


PARTS = {
    "chart": _open("chart", "drawingml.chart", f"{{{CHART}}}chartSpace"),
    "themeOverride": _open("themeOverride", "themeOverride", f"{{{A}}}themeOverride"),
    "chartUserShapes": _open("chartUserShapes", "drawingml.chartshapes", f"{{{CHART}}}userShapes"),
    "chartStyle": _new("2011/relationships/chartStyle", "chartstyle", f"{{{_STYLE}}}chartStyle"),
    "chartColorStyle": _new(
        "2011/relationships/chartColorStyle", "chartcolorstyle", f"{{{_STYLE}}}colorStyle"
    ),
    "diagramData": _open("diagramData", "drawingml.diagramData", f"{{{DIAGRAM}}}dataModel"),
    "diagramLayout": _open("diagramLayout", "drawingml.diagramLayout", f"{{{DIAGRAM}}}layoutDef"),
    "diagramQuickStyle": _open(
        "diagramQuickStyle", "drawingml.diagramStyle", f"{{{DIAGRAM}}}styleDef"
    ),
    "diagramColors": _open("diagramColors", "drawingml.diagramColors", f"{{{DIAGRAM}}}colorsDef"),
    "diagramDrawing": _new(
        "2007/relationships/diagramDrawing", "drawingml.diagramDrawing", f"{{{DRAWN}}}drawing"
    ),
}
"""By the last word of the relation's type."""

UNASKED = ("chartStyle", "chartColorStyle", "themeOverride")
"""Those that a chart has without any of its elements asking for them."""
