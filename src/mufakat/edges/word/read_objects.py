"""Things kept whole: pictures, charts, formulas, embedded objects; and the words of text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from mufakat.edges.word.opening import Package, Relationship
from mufakat.edges.word.read_xml import CHART, DIAGRAM, MC, WP, A, M, O, R, V, W, w
from mufakat.text.document import Opaque, digest

TEXT_BOX = w("txbxContent")
ALTERNATE = f"{{{MC}}}AlternateContent"
FORMULA = f"{{{M}}}oMath"
FORMULAS = f"{{{M}}}oMathPara"

_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_KNOWN_CHOICES = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
_PICTURES = {f"{{{A}}}blip": f"{{{R}}}embed", f"{{{V}}}imagedata": f"{{{R}}}id"}
_CHARTS = {f"{{{CHART}}}chart": f"{{{R}}}id", f"{{{DIAGRAM}}}relIds": f"{{{R}}}dm"}
_NEW_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_EMBEDDED = f"{{{O}}}OLEObject"
_CONTROL = w("control")
_DESCRIPTION = f"{{{WP}}}docPr"
_FORMAT_ONLY = {f"{{{M}}}ctrlPr", f"{{{M}}}rPr", w("rPr")}
_LABEL = 200


def chosen(element: etree._Element) -> etree._Element | None:
    """The one branch of alternative content that a program as new as Word shows."""
    for branch in element.iterchildren(_CHOICE):
        needed = [branch.nsmap.get(prefix, "") for prefix in branch.get("Requires", "").split()]
        if all(space and space.startswith(_KNOWN_CHOICES) for space in needed):
            return branch
    return element.find(_FALLBACK)


@dataclass(slots=True)
class Drawing:
    """What one drawing holds."""

    objects: list[Opaque] = field(default_factory=list)
    text_boxes: list[etree._Element] = field(default_factory=list)


class Objects:
    """Finds what the drawings of one part hold; ``relations`` are that part's."""

    def __init__(self, package: Package, relations: dict[str, Relationship]) -> None:
        self._package = package
        self._relations = relations

    def drawing(self, element: etree._Element, *, keep: bool = True) -> Drawing:
        """The objects and text boxes of a drawing, in reading order, each once.

        Without ``keep`` only the text boxes, and nothing is unpacked.
        """
        found = Drawing()
        self._scan(element, found, _Label() if keep else None)
        if keep and not found.objects and not found.text_boxes:
            found.objects.append(Opaque("drawing", _digest(element)))
        return found

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
                label.text = element.get("descr", "")[:_LABEL]
            if (kind := _kind(element)) is not None:
                self._keep(element, kind, found, label.text)
        for child in element:
            self._scan(child, found, label)

    def _keep(self, element: etree._Element, kind: str, found: Drawing, label: str) -> None:
        name = _PICTURES.get(element.tag) or _CHARTS.get(element.tag) or f"{{{R}}}id"
        relation = self._relations.get(element.get(name, ""))
        if relation is None:
            held = _digest(element)
        elif relation.external:
            held = digest(relation.target)
        else:
            held = self._package.digest(relation.target) or digest(relation.target)
        if kind == "object":  # the picture beside an embedded object only shows it
            found.objects[:] = [o for o in found.objects if o.kind != "picture"]
        found.objects.append(Opaque(kind, held, label))


def _digest(element: etree._Element) -> str:
    """The digest of an element and all within it, however its XML was written out."""
    pieces = [
        f"<{one.tag} {sorted(map(str, one.items()))}>{one.text or ''}{one.tail or ''}"
        for one in element.iter(etree.Element)
    ]
    return digest("\n".join(pieces))


@dataclass(slots=True)
class _Label:
    text: str = ""


def _kind(element: etree._Element) -> str | None:
    tag = element.tag
    if tag in _PICTURES:
        return "picture"
    if tag == f"{{{DIAGRAM}}}relIds":
        return "diagram"
    if tag in _CHARTS or tag == _NEW_CHART:
        return "chart"
    return "object" if tag in (_EMBEDDED, _CONTROL) else None


def formula(element: etree._Element) -> Opaque:
    """A formula, known by its structure and letters, whatever fonts it is set in."""
    pieces: list[str] = []
    _structure(element, pieces)
    letters = "".join(map(str, element.itertext(f"{{{M}}}t")))
    return Opaque("formula", digest("".join(pieces)), " ".join(letters.split())[:_LABEL])


def _structure(element: etree._Element, pieces: list[str]) -> None:
    if element.tag in _FORMAT_ONLY:
        return
    name = etree.QName(element)
    pieces.append(f"({name.localname}")
    if name.namespace == M and (value := element.get(f"{{{M}}}val")) is not None:
        pieces.append(f"={value}")
    if name.localname == "t" and name.namespace in (M, W):
        pieces.append(f":{element.text or ''}")
    for child in element:
        _structure(child, pieces)
    pieces.append(")")
