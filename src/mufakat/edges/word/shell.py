"""The template as a shell around the text: cover, headers, footers, closing block.

The negotiated text stands between two hidden bookmarks, ``_mf_body_start`` in the paragraph before
its first block and ``_mf_body_end`` in the paragraph after its last: both belong to the shell.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from lxml import etree

from mufakat.edges.word.fingerprint import FileKind
from mufakat.edges.word.notes_part import empty_notes, first_note
from mufakat.edges.word.numbering_part import TemplateLists, template_lists
from mufakat.edges.word.opening import Package
from mufakat.edges.word.package_out import PackageOut, read_template
from mufakat.edges.word.styles_part import Indents, Styles, indents, read_styles
from mufakat.edges.word.tagged_part import TaggedPart
from mufakat.edges.word.tags import BODY, body_paragraphs, check_tags, is_body_alone, refuse_braces
from mufakat.edges.word.word_template import Unfit, WordTemplate, using
from mufakat.edges.word.writing import BOOKMARK
from mufakat.edges.word.xmltext import NAMESPACES, R, W

START, END = f"{BOOKMARK}body_start", f"{BOOKMARK}body_end"

_W = f"{{{W}}}"
_P, _BOOKMARK = f"{_W}p", f"{_W}bookmarkStart"
_REMARKS, _TEXT = "remarks", "text"
_FILLED = ("header", "footer")
_CHANGED = ("styles", "settings", "numbering")
_NOTES = ("footnote", "endnote")
_TRACKED = [_W + name for name in ("ins", "del", "moveFrom", "moveTo")]
_COMMENTS = [_W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")]
_MOST_CHANGED = 64
_DEFAULT_WIDTH = 9026  # A4 with margins of 2.54 cm
_COLUMNS = (("pgSz", "w"), ("pgMar", "left"), ("pgMar", "right"), ("pgMar", "gutter"))


@dataclass(frozen=True, slots=True)
class Shell:
    """A template, read once: what is kept as it is, and the trees that each file changes."""

    name: str  # of the template's file
    package: PackageOut
    document: TaggedPart
    filled: Mapping[str, TaggedPart]  # headers and footers by part
    parts: Mapping[str, etree._Element]  # styles, settings ... by kind
    lists: TemplateLists
    first_notes: Mapping[str, int]  # the first number that no note of the template has
    styles: Styles
    indents: Indents
    first_id: int  # the first annotation id that the template does not use
    width: int  # of the text column, in twentieths of a point
    _changed: dict[tuple[str, Hashable], bytes] = field(default_factory=dict)

    def check(self, kind: FileKind, given: Mapping[str, str]) -> None:
        """Refuses a template that cannot serve for a kind of file, naming the tag."""
        names = (part.names for part in (self.document, *self.filled.values()))
        with using(self.name):
            check_tags({BODY}.union(*names), kind, given)

    def changed(
        self, kind: str, what: Hashable, change: Callable[[etree._Element], object]
    ) -> bytes:
        """A part with a change made in it: once for all files in which ``what`` is the same."""
        made = self._changed.get((kind, what))
        if made is None:
            root = deepcopy(self.parts[kind])
            change(root)
            if len(self._changed) >= _MOST_CHANGED:
                self._changed.clear()
            made = self._changed[kind, what] = _bytes(root)
        return made

    def fill_in(self, package: PackageOut, fields: Mapping[str, str]) -> tuple[str, str, str]:
        """Fills headers and footers; gives the main part's XML in three pieces.

        Between the first two stand remarks on the whole text, between the last two the text.
        """
        for name, part in self.filled.items():
            package.put(name, part.filled(fields))
        whole = self.document.filled(fields)
        before, _, rest = whole.partition(f"<?mufakat {_REMARKS}?>")
        between, _, after = rest.partition(f"<?mufakat {_TEXT}?>")
        return before, between, after


@lru_cache(maxsize=16)
def open_shell(template: WordTemplate) -> Shell:
    """A template's shell. Refuses what is no Word file, and a template without a place for text."""
    with using(template.name):
        return _shell(template)


def _shell(template: WordTemplate) -> Shell:
    package, opened = read_template(template.data)
    names = [name for kind in _FILLED for name in opened.related(kind)]
    document, *others = (with_namespaces(opened.root(name)) for name in (opened.main, *names))
    for root in (document, *others):
        _refuse_changes(root)
        _forget_bookmarks(root)
    if any(map(body_paragraphs, others)):
        raise _no_place()
    first_id = _first_id(document)
    _set_anchors(document, first_id)
    parts = _parts(opened)
    for kind in _NOTES:
        refuse_braces(parts[f"{kind}s"])
    styles = read_styles(parts["styles"])
    return Shell(
        template.name,
        package,
        TaggedPart(document),
        dict(zip(names, map(TaggedPart, others), strict=True)),
        parts,
        template_lists(parts["numbering"]),
        {kind: first_note(parts[f"{kind}s"]) for kind in _NOTES},
        styles,
        indents(parts["styles"], styles),
        first_id + 2,
        _width(document),
    )


def with_namespaces(root: etree._Element) -> etree._Element:
    """The same part with the prefixes ``w`` and ``r`` for what they stand for everywhere here."""
    # The stubs know no default namespace, which stands under None.
    held = cast("dict[str, str]", root.nsmap)
    names = {prefix: uri for prefix, uri in held.items() if uri not in (W, R)}
    names |= {"w": W, "r": R}
    made = etree.Element(root.tag, nsmap=names)
    for name, value in root.items():
        made.set(name, value)
    made.text = root.text
    made.extend(list(root))
    return made


def _parts(opened: Package) -> dict[str, etree._Element]:
    """The parts that each file changes or adds to; an empty one where the template has none."""
    found = {kind: etree.fromstring(f"<w:{kind} {NAMESPACES}/>") for kind in _CHANGED}
    found |= {f"{kind}s": empty_notes(kind) for kind in _NOTES}
    for kind in found:
        for name in opened.related(kind)[:1]:
            found[kind] = with_namespaces(opened.root(name))
    return found


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _refuse_changes(root: etree._Element) -> None:
    """A change in a template would be taken for a delegation's; a comment in it is left out."""
    if next(root.iter(*_TRACKED), None) is not None:
        raise Unfit(
            "It has tracked changes of its own.",
            "Open it in Word, accept or reject them all, save it, and try again.",
        )
    for element in list(root.iter(*_COMMENTS)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _forget_bookmarks(root: etree._Element) -> None:
    """A template made from an issued file has bookmarks that mean another text."""
    old = [b for b in root.iter(_BOOKMARK) if b.get(f"{_W}name", "").startswith(BOOKMARK)]
    ids = {element.get(f"{_W}id") for element in old}
    old += [b for b in root.iter(f"{_W}bookmarkEnd") if b.get(f"{_W}id") in ids]
    for element in old:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _first_id(document: etree._Element) -> int:
    found = [element.get(f"{_W}id", "") for element in document.iter(etree.Element)]
    return 1 + max((int(ident) for ident in found if ident.isdigit()), default=0)


def _set_anchors(document: etree._Element, first_id: int) -> None:
    """Puts the bookmarks beside the place of the text, and marks where text and remarks go."""
    tagged = body_paragraphs(document)
    if len(tagged) != 1 or not is_body_alone(tagged[0]) or _depth(tagged[0]) != 2:
        raise _no_place()
    [place] = tagged
    before = _beside(place, before=True)
    before.extend([*_bookmark(START, first_id), etree.ProcessingInstruction("mufakat", _REMARKS)])
    after = _beside(place, before=False)
    at = 1 if len(after) and after[0].tag == f"{_W}pPr" else 0
    after[at:at] = _bookmark(END, first_id + 1)
    parent = place.getparent()
    assert parent is not None
    parent.replace(place, etree.ProcessingInstruction("mufakat", _TEXT))


def _no_place() -> Unfit:
    return Unfit(
        "It needs the tag {{ body }} once, alone in a paragraph outside tables and headers.",
        "Put it there: it marks where the text goes. docs/templates.md shows an example.",
    )


def _depth(paragraph: etree._Element) -> int:
    return sum(1 for _ in paragraph.iterancestors())


def _beside(place: etree._Element, *, before: bool) -> etree._Element:
    """The paragraph next to the text, made if there is none."""
    found = place.getprevious() if before else place.getnext()
    if found is not None and found.tag == _P:
        return found
    made = etree.Element(_P)
    properties = etree.SubElement(made, f"{_W}pPr")
    spacing = etree.SubElement(properties, f"{_W}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "120"), ("lineRule", "auto")):
        spacing.set(_W + name, value)
    (place.addprevious if before else place.addnext)(made)
    return made


def _bookmark(name: str, ident: int) -> list[etree._Element]:
    start, end = etree.Element(_BOOKMARK), etree.Element(f"{_W}bookmarkEnd")
    for element in (start, end):
        element.set(f"{_W}id", str(ident))
    start.set(f"{_W}name", name)
    return [start, end]


def _width(document: etree._Element) -> int:
    """The width of the text column in the document's last section."""
    section = document.find(f"{_W}body/{_W}sectPr")
    if section is None:
        return _DEFAULT_WIDTH
    page, *margins = (_measure(section.find(_W + tag), attribute) for tag, attribute in _COLUMNS)
    return page - sum(margins) if page > sum(margins) else _DEFAULT_WIDTH


def _measure(element: etree._Element | None, name: str) -> int:
    value = "" if element is None else element.get(_W + name, "")
    return int(value) if value.isdigit() else 0
