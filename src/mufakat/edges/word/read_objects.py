"""Things kept whole: pictures, charts, formulas, embedded objects; and the words of text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from mufakat.edges.word.formula import formula_identity, settled
from mufakat.edges.word.object_frame import framed
from mufakat.edges.word.object_identity import (
    LABEL,
    Identity,
    chart_identity,
    diagram_identity,
    tree_identity,
)
from mufakat.edges.word.object_keep import Keeping, NotKept
from mufakat.edges.word.opening import Package, Relationship
from mufakat.edges.word.read_xml import CHART, DIAGRAM, MC, WP, A, M, O, R, V, w
from mufakat.refusal import Refusal
from mufakat.text.document import Opaque, digest

TEXT_BOX = w("txbxContent")
ALTERNATE = f"{{{MC}}}AlternateContent"
FORMULA = f"{{{M}}}oMath"
FORMULAS = f"{{{M}}}oMathPara"

_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_UNDERSTOOD = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/office/word/2010/",  # shapes, groups, canvases and more
    "http://schemas.microsoft.com/office/word/2012/wordml",
    "http://schemas.microsoft.com/office/drawing/2010/",
    "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "http://schemas.microsoft.com/office/drawing/2015/",  # later revisions of the same charts
    "http://schemas.microsoft.com/office/drawing/2016/5/",
)
_PICTURES = {f"{{{A}}}blip": f"{{{R}}}embed", f"{{{V}}}imagedata": f"{{{R}}}id"}
_CHART, _DIAGRAM = f"{{{CHART}}}chart", f"{{{DIAGRAM}}}relIds"
_CHARTS = {_CHART: f"{{{R}}}id", _DIAGRAM: f"{{{R}}}dm"}
_NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_EMBEDDED = f"{{{O}}}OLEObject"
_CONTROL = w("control")
_DRAWING = w("drawing")
_DESCRIPTION = f"{{{WP}}}docPr"
_LOOKED_INTO = {
    _CHART: (chart_identity, f"{{{CHART}}}plotArea"),
    _DIAGRAM: (diagram_identity, f"{{{DIAGRAM}}}pt"),
}
_CARRIED = {*_PICTURES, _CHART, _DIAGRAM}


def chosen(element: etree._Element) -> etree._Element | None:
    """The first branch of alternative content of which all is understood here, else the last."""
    for branch in element.iterchildren(_CHOICE):
        needed = [branch.nsmap.get(prefix, "") for prefix in branch.get("Requires", "").split()]
        if all(space and space.startswith(_UNDERSTOOD) for space in needed):
            return branch
    return element.find(_FALLBACK)


@dataclass(slots=True)
class Drawing:
    """What one drawing holds; ``told`` is what of it cannot be carried."""

    objects: list[Opaque] = field(default_factory=list)
    text_boxes: list[etree._Element] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sources: list[etree._Element] = field(default_factory=list)  # of the objects, one each

    def put(self, thing: Opaque, source: etree._Element) -> None:
        """One object more, and the element that stands for it."""
        self.objects.append(thing)
        self.sources.append(source)

    def forget_pictures(self) -> None:
        """The pictures so far only show something that comes now."""
        pairs = zip(self.objects, self.sources, strict=True)
        held = [(thing, source) for thing, source in pairs if thing.kind != "picture"]
        self.objects[:] = [thing for thing, _ in held]
        self.sources[:] = [source for _, source in held]


class Objects:
    """Finds what the drawings of one part hold; ``relations`` are that part's."""

    def __init__(
        self, package: Package, relations: dict[str, Relationship], keeping: Keeping
    ) -> None:
        self._package = package
        self._relations = relations
        self._keeping = keeping

    def drawing(self, element: etree._Element, *, keep: bool = True) -> Drawing:
        """The objects and text boxes of a drawing, in reading order, each once.

        Without ``keep`` only the text boxes, and nothing is unpacked.
        """
        found, label = Drawing(), _Label() if keep else None
        self._scan(element, found, label)
        if label is not None and not found.objects and not found.text_boxes:
            found.put(Opaque("drawing", tree_identity(element), label.text), element)
        alone = len(found.objects) == 1 and not found.text_boxes and element.tag == _DRAWING
        for thing, source in zip(found.objects, found.sources, strict=True):
            found.told += self._told(thing, source, element if alone else None)
        return found

    def formula(self, element: etree._Element) -> tuple[Opaque, list[str]]:
        """A formula, known by its structure and letters; and what to tell of it."""
        held, label = formula_identity(settled(element))
        label = label[:LABEL]
        around = element.getparent()
        alone = around is not None and around.tag == FORMULAS and len(around.findall(FORMULA)) == 1
        try:
            self._keeping.keep_formula(held, around if alone and around is not None else element)
        except NotKept as problem:
            return Opaque("formula", held, label), [_told_as("formula", problem)]
        return Opaque("formula", held, label), []

    def _scan(self, element: etree._Element, found: Drawing, label: _Label | None) -> None:
        tag = element.tag
        if tag == TEXT_BOX:
            found.text_boxes.append(element)
            return
        if tag == ALTERNATE:
            branch = chosen(element)
            if branch is not None:
                self._scan(branch, found, label)
            return
        if label is not None:
            if tag == _DESCRIPTION:
                label.text = element.get("descr", "")[:LABEL]
            if (kind := _kind(element)) is not None:
                if kind == "object":  # the picture beside an embedded object only shows it
                    found.forget_pictures()
                held, own = self._identity(element)
                found.put(Opaque(kind, held, label.text if own is None else own), element)
        for child in element:
            self._scan(child, found, label)

    def _identity(self, element: etree._Element) -> tuple[str, str | None]:
        """An object's digest; also its label, if it is told by what it holds."""
        name = _PICTURES.get(element.tag) or _CHARTS.get(element.tag) or f"{{{R}}}id"
        relation = self._relations.get(element.get(name, ""))
        if relation is None:
            return tree_identity(element), None
        if relation.external:
            return digest(relation.target), None
        seen, target = self._keeping.seen, relation.target
        if target not in seen:
            looked = self._looked_into(element, target) if element.tag in _LOOKED_INTO else None
            seen[target] = looked or (self._package.digest(target) or digest(target), None)
        return seen[target]

    def _looked_into(self, element: etree._Element, target: str) -> Identity | None:
        identity, needed = _LOOKED_INTO[element.tag]
        try:
            root = self._package.root(target)
        except Refusal:
            return None
        return None if next(root.iter(needed), None) is None else identity(root)

    def _told(
        self, thing: Opaque, source: etree._Element, whole: etree._Element | None
    ) -> list[str]:
        """Keeps an object; what to tell of it if that cannot be."""
        try:
            if source.tag not in _CARRIED:
                raise NotKept
            if whole is None:
                held = self._keeping.holds(thing.digest)
                whole = framed(
                    source, thing.kind, thing.label, b"" if held else self._bytes(source)
                )
            return self._keeping.keep(thing.digest, thing.kind, whole, self._relations)
        except NotKept as problem:
            return [_told_as(thing.kind, problem)]

    def _bytes(self, source: etree._Element) -> bytes:
        attribute = _PICTURES.get(source.tag)
        relation = self._relations.get(source.get(attribute, "")) if attribute else None
        if relation is None or relation.external or relation.target not in self._package:
            return b""
        small = self._package.size(relation.target) <= self._keeping.limits.object_bytes
        return self._package.data(relation.target) if small else b""


def _told_as(kind: str, problem: NotKept) -> str:
    return "large object" if problem.large else kind


@dataclass(slots=True)
class _Label:
    text: str = ""


def _kind(element: etree._Element) -> str | None:
    tag = element.tag
    if tag in _PICTURES:
        return "picture"
    if tag == _DIAGRAM:
        return "diagram"
    if tag in _CHARTS or tag == _NEW_CHART:
        return "chart"
    return "object" if tag in (_EMBEDDED, _CONTROL) else None
