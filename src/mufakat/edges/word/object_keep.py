"""Keeps what a file's drawings show: the XML, cleaned, and the parts that it refers to.

Only what cannot act is kept: pictures of known kinds, the XML of charts and diagrams, plain
workbooks. Whatever leads out of the file or belongs to another program is taken away; if what is
left would no longer show the thing, it is not kept at all.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from mufakat.edges.limits import Limits
from mufakat.edges.word.inert import is_plain_workbook, picture_type
from mufakat.edges.word.kept_object import Kept, Piece, Tie, piece, tie
from mufakat.edges.word.object_parts import DRAWN, IMAGE, PACKAGE, PARTS, UNASKED, WORKBOOK
from mufakat.edges.word.opening import Package, Relationship
from mufakat.edges.word.read_xml import CHART, DIAGRAM, MC, PIC, WP, A, M, R, W
from mufakat.refusal import Refusal

PREFIXES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC, "c": CHART, "dgm": DIAGRAM, "m": M}
"""What kept XML calls each namespace."""

URIS = {"picture": PIC, "chart": CHART, "diagram": DIAGRAM}
"""What a drawing says that it holds, by kind."""

_SPACES = {WP, A, PIC, CHART, DIAGRAM}
_EXTENSIONS = re.compile(
    r"http://schemas\.microsoft\.com/office/drawing/(?:2010/main|2014/main|2016/SVG/main|2017/decorative)"
)
_A, _ALTERNATE, _FALLBACK = f"{{{A}}}", f"{{{MC}}}AlternateContent", f"{{{MC}}}Fallback"
_ACTING = {
    _A + name
    for name in (
        "hlinkClick", "hlinkHover", "hlinkMouseOver", "snd", "audioFile", "videoFile",
        "quickTimeFile", "wavAudioFile", "audioCd",
    )
}  # fmt: skip
_LINK, _RELATION = f"{{{R}}}link", f"{{{R}}}"
_SHOWS = {"picture": f"{_A}blip", "chart": f"{{{CHART}}}chart", "diagram": f"{{{DIAGRAM}}}relIds"}
_SAYS = {"diagram": 4}  # how many relations it takes to show one
_DRAWN = f"{{{DRAWN}}}dataModelExt"
_FORMAT, _TRACKED_FORMAT = f"{{{W}}}rPr", f"{{{W}}}rPrChange"
_PROPERTIES = f"{{{WP}}}docPr"
_WORKBOOK = f"{{{CHART}}}externalData"
_CLICK, _IDENT = f"{_A}hlinkClick", f"{_RELATION}id"
_EXTENT = f"{{{WP}}}extent"
_EMU, _NEAR = 12700, 0.02  # of a point; how much programs round
_DEEPEST = 4


class NotKept(Exception):
    """It cannot be carried; ``large`` if only because of its size."""

    def __init__(self, *, large: bool = False) -> None:
        super().__init__()
        self.large = large


Relations = dict[str, Relationship]


@dataclass(slots=True)
class Keeping:
    """What was kept of one file so far, by digest, within the limits."""

    package: Package
    limits: Limits
    kept: dict[str, Kept] = field(default_factory=dict)
    seen: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # digest, label by part
    failed: dict[str, bool] = field(default_factory=dict)  # whether only for its size
    _pieces: dict[str, Piece] = field(default_factory=dict)
    _spent: int = 0

    def holds(self, digest: str) -> bool:
        """Whether it is known already what becomes of a thing."""
        return digest in self.kept or digest in self.failed

    def keep(
        self, digest: str, kind: str, drawing: etree._Element, relations: Relations
    ) -> list[str]:
        """Keeps the thing that a ``w:drawing`` shows; what to tell of it.

        Raises ``NotKept`` if it cannot be kept.
        """
        if digest in self.failed:
            raise NotKept(large=self.failed[digest])
        if digest in self.kept:
            return [] if _alike(drawing, self.kept[digest].size) else ["other size"]
        try:
            return self._keep(digest, kind, drawing, relations)
        except NotKept as problem:
            self.failed[digest] = problem.large
            raise
        except Refusal:  # a part is damaged: the words around it are none the worse
            self.failed[digest] = False
            raise NotKept from None

    def _keep(
        self, digest: str, kind: str, drawing: etree._Element, relations: Relations
    ) -> list[str]:
        root = _canonical(drawing)
        told = ["object link"] if any(e.get(_IDENT) for e in root.iter(_CLICK)) else []
        _resolve_alternatives(root)
        for element in list(root.iter(etree.Element)):
            _strip(element, root)
        maker = _Maker(self.package, self.limits)
        ties = (*maker.tied(root, relations), *maker.beside)
        if not _still_shows(root, kind):
            raise NotKept
        for element in root.iter(f"{_A}graphicData"):
            element.set("uri", URIS[kind])
        self._take(digest, Kept(kind, _xml(root), ties, tuple(maker.pieces.values())))
        return told + maker.told

    def keep_formula(self, digest: str, element: etree._Element) -> None:
        """Keeps a formula, which refers to nothing."""
        if digest in self.kept:
            return
        root = _canonical(element)
        for one in list(root.iter(_TRACKED_FORMAT)):
            _take_away(one, root)
        for one in root.iter(etree.Element):
            if not (one.tag.startswith(f"{{{M}}}") or _is_format(one)):
                raise NotKept
        self._take(digest, Kept("formula", _xml(root)))

    def _take(self, digest: str, kept: Kept) -> None:
        new = {one.name: one for one in kept.pieces if one.name not in self._pieces}
        size = sum(len(one.data) for one in new.values()) + len(kept.xml)
        if self._spent + size > self.limits.objects_bytes:
            raise NotKept(large=True)
        self._spent += size
        self._pieces |= new
        self.kept[digest] = kept


class _Maker:
    """Makes the parts of one object; ``pieces`` are those made so far, by name."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.pieces: dict[str, Piece] = {}
        self.beside: list[Tie] = []  # what the drawing itself has to refer to besides
        self.told: list[str] = []
        self._package = package
        self._limits = limits
        self._left = limits.object_bytes

    def tied(self, root: etree._Element, relations: Relations, depth: int = 0) -> tuple[Tie, ...]:
        """Makes what a tree refers to, and lets it say the new ids; takes away all else."""
        made: dict[str, Tie] = {}
        for element in list(root.iter(etree.Element)):
            if element.get(_LINK) is not None:
                del element.attrib[_LINK]
            for name, ident in element.items():
                if not str(name).startswith(_RELATION):
                    continue
                found = self._tie(str(ident), relations, depth)
                if found is None:
                    self.told += ["workbook"] if element.tag == _WORKBOOK else []
                    _take_away(element, root)
                    break
                element.set(name, found.id)
                made[found.id] = found
        return (*made.values(), *self._drawn(root, relations, depth))

    def _drawn(self, root: etree._Element, relations: Relations, depth: int) -> list[Tie]:
        """What is needed though no element of this tree asks for it by a relation's name."""
        return [
            found
            for ident, one in relations.items()
            if one.kind in UNASKED
            and etree.QName(root).namespace == CHART
            and (found := self._tie(ident, relations, depth)) is not None
        ]

    def _tie(self, ident: str, relations: Relations, depth: int) -> Tie | None:
        relation = relations.get(ident)
        if relation is None or relation.external or depth > _DEEPEST:
            return None
        if relation.target not in self._package:
            return None
        if relation.kind == "image":
            return self._picture(relation.target)
        if relation.kind == "package":
            return self._workbook(relation.target)
        if relation.kind in PARTS:
            return self._xml_part(relation, relations, depth)
        return None

    def _read(self, name: str) -> bytes:
        if self._package.size(name) > self._left:
            raise NotKept(large=True)
        data = self._package.data(name)
        self._left -= len(data)
        return data

    def _put(self, kind: str, part: Piece) -> Tie:
        self.pieces[part.name] = part
        return tie(kind, part)

    def _picture(self, name: str) -> Tie | None:
        data = self._read(name)
        known = picture_type(data)
        return self._put(IMAGE, piece(data, *known)) if known else None

    def _workbook(self, name: str) -> Tie | None:
        data = self._read(name)
        if not is_plain_workbook(data, self._limits):
            return None
        return self._put(PACKAGE, piece(data, "xlsx", WORKBOOK))

    def _xml_part(self, relation: Relationship, around: Relations, depth: int) -> Tie | None:
        size = self._package.size(relation.target)
        if size > self._left:
            raise NotKept(large=True)
        self._left -= size
        root, kind = self._package.root(relation.target), PARTS[relation.kind]
        if root.tag != kind.root:
            return None
        for element in list(root.iter(*_ACTING)):
            _take_away(element, root)
        if relation.kind == "diagramData":
            self._diagram_drawing(root, around)
        ties = self.tied(root, self._package.relationships(relation.target), depth + 1)
        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return self._put(kind.relation, piece(data, "xml", kind.type, ties))

    def _diagram_drawing(self, data: etree._Element, around: Relations) -> None:
        """The shapes that a program last drew for a diagram; its data names them by an id."""
        for element in list(data.iter(_DRAWN)):
            found = self._tie(element.get("relId", ""), around, 0)
            if found is None:
                _take_away(element, data)
            else:
                element.set("relId", found.id)
                self.beside.append(found)


def _is_format(element: etree._Element) -> bool:
    """Whether an element only says how letters look: no field or the like is part of a formula."""
    return element.tag == _FORMAT or next(element.iterancestors(_FORMAT), None) is not None


def _alike(drawing: etree._Element, size: tuple[float, float]) -> bool:
    """Whether a drawing is about as large."""
    extent = next(drawing.iter(_EXTENT), None)
    sides = [] if extent is None else [extent.get("cx", ""), extent.get("cy", "")]
    if not all(side.isdecimal() for side in sides):
        return True
    pairs = zip(sides, size, strict=False)
    return all(abs(int(side) / _EMU - held) <= _NEAR * held for side, held in pairs)


def _canonical(element: etree._Element) -> etree._Element:
    """A copy that stands alone, with the usual prefixes."""
    root = etree.Element(element.tag, nsmap=PREFIXES)
    root.attrib.update(dict(element.attrib))
    root.text = element.text
    root.extend(deepcopy(child) for child in element)
    return root


def _resolve_alternatives(root: etree._Element) -> None:
    """What is said twice within a drawing is said the old way only."""
    for element in list(root.iter(_ALTERNATE)):
        parent, old = element.getparent(), element.find(_FALLBACK)
        if parent is not None:
            at = parent.index(element)
            parent[at : at + 1] = [] if old is None else list(old)


def _strip(element: etree._Element, root: etree._Element) -> None:
    space = etree.QName(element).namespace or ""
    if element is root:
        return
    if element.tag in _ACTING or not (space in _SPACES or _EXTENSIONS.fullmatch(space)):
        _take_away(element, root)
        return
    for name in map(str, element.keys()):
        foreign = name.startswith("{") and not name.startswith(_RELATION)
        if foreign or (name == "hidden" and element.tag == _PROPERTIES):
            del element.attrib[name]


def _take_away(element: etree._Element, root: etree._Element) -> None:
    """Takes an element out, with the whole extension that it belongs to."""
    if element is root:
        raise NotKept
    for above in (element, *element.iterancestors()):
        over = above.getparent()
        if over is not None and etree.QName(over).localname == "extLst":
            element = above
            break
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _still_shows(root: etree._Element, kind: str) -> bool:
    shown = root.find(f".//{_SHOWS[kind]}")
    if shown is None:
        return False
    said = sum(str(name).startswith(_RELATION) for name in shown.attrib)
    return said >= _SAYS.get(kind, 1)


def _xml(root: etree._Element) -> str:
    etree.cleanup_namespaces(root, top_nsmap=PREFIXES)
    return etree.tostring(root, encoding="unicode", with_tail=False)
