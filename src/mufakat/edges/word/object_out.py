"""Puts kept objects back into a file: their XML where they stand, their parts once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from mufakat.edges.word.kept_object import Find, Kept, Tie
from mufakat.edges.word.object_identity import LABEL
from mufakat.edges.word.object_keep import PREFIXES
from mufakat.edges.word.package_out import PackageOut, Relation
from mufakat.edges.word.xmltext import attribute
from mufakat.text.document import Opaque

_PROPERTIES = re.compile(r"<wp:docPr\b([^>]*?)(?=/?>)")
_IDS = re.compile(rb'<wp:docPr\b[^>]*?\sid="(\d{1,9})"')
_SAID = re.compile(r'\s(?:id|name|descr)="[^"]*"')
_DESCRIPTION = re.compile(r'\sdescr="([^"]*)"')
_DISPLAYED = re.compile(r"^<m:oMathPara\b.*?(<m:oMath\b.*</m:oMath>)</m:oMathPara>$", re.DOTALL)
_MATH = f' xmlns:m="{PREFIXES["m"]}"'
_FOLDER = "objects/"
_OWN = (".xml", ".xlsx")

Ties = dict[str, tuple[str, str]]
"""What one part of the file refers to: kind and part, by id."""


@dataclass(slots=True)
class ObjectsOut:
    """The objects of one file in the making.

    ``find`` looks them up; ``template`` is the part that they are put into.
    """

    find: Find
    template: bytes = b""
    drawings: int = 0
    composed: int = 0
    formulas: bool = False
    parts: dict[str, tuple[str, bytes, tuple[Tie, ...]]] = field(default_factory=dict)

    def xml(self, thing: Opaque, ties: Ties, *, alone: bool, short: bool) -> str | None:
        """What stands for an object in the part that has these ``ties``; None if none is kept.

        ``alone``: it is all that its paragraph holds. ``short``: the part's start declares the
        prefixes (see ``declared``).
        """
        kept = self.find(thing.digest)
        if kept is None or kept.kind != thing.kind or len(thing.label) > LABEL:
            return None
        if kept.kind == "formula":
            self.formulas = True
            xml = kept.xml if alone else _DISPLAYED.sub(r"\1", kept.xml)
            xml = xml if "xmlns:m=" in xml else xml.replace("<m:oMath", f"<m:oMath{_MATH}", 1)
        else:
            xml = self._drawing(kept, thing, ties)
        return _plain(xml) if short else xml

    def _drawing(self, kept: Kept, thing: Opaque, ties: Ties) -> str:
        self.drawings += 1
        suffix = self._add(kept)
        for one in kept.ties:
            ties[one.id + suffix] = one.kind, _place(one.part, suffix)
        xml = _renamed(kept.xml, kept.ties, suffix)
        return _PROPERTIES.sub(lambda found: self._properties(found[1], thing), xml, count=1)

    def _properties(self, said: str, thing: Opaque) -> str:
        """Says who the drawing is: an id and name of its own in this file, and what it shows."""
        found = _DESCRIPTION.search(said)
        old = found[1] if found else ""
        keeps = thing.kind != "picture" or unescape(old)[:LABEL] == thing.label
        shown = old if keeps else attribute(thing.label)
        return (
            f'<wp:docPr id="{self._used() + self.drawings}" '
            f'name="{thing.kind.capitalize()} {self.drawings}"'
            + (f' descr="{shown}"' if shown else "")
            + _SAID.sub("", said)
        )

    def _used(self) -> int:
        """The highest id of the template's own drawings."""
        return max(map(int, _IDS.findall(self.template)), default=0)

    def _add(self, kept: Kept) -> str:
        """Adds an object's parts; what their names and ids end in.

        Programs take a part that two charts refer to for a fault, so each has parts of its own.
        """
        suffix = ""
        if kept.kind != "picture":
            self.composed += 1
            suffix = f"-{self.composed}"
        for piece in kept.pieces:
            where = _place(piece.name, suffix)
            if where in self.parts:
                continue
            own = suffix if piece.name.endswith(_OWN) else ""
            ties = tuple(Tie(t.id + own, t.kind, _place(t.part, suffix)) for t in piece.ties)
            ids = [*piece.ties, *kept.ties]
            data = piece.data
            if own and piece.name.endswith(".xml"):
                data = _renamed(data.decode(), ids, own).encode()
            self.parts[where] = piece.type, data, ties
        return suffix

    def finish(self, package: PackageOut) -> None:
        """Adds the parts to the file, each once."""
        for name, (type_, data, ties) in self.parts.items():
            where = package.beside(name)
            package.put(where, data, type_)
            relate(package, where, {one.id: (one.kind, one.part) for one in ties})

    def declared(self, start: str) -> str:
        """The start of a part with the prefixes that objects use, if the file holds any."""
        if not (self.drawings or self.formulas):
            return start
        head, sign, rest = start.partition("<w:")
        name, end, body = rest.partition(">")
        known = (f' xmlns:{p}="{s}"' for p, s in PREFIXES.items() if f"xmlns:{p}=" not in name)
        return f"{head}{sign}{name}{''.join(known)}{end}{body}"


def relate(package: PackageOut, source: str, ties: Ties) -> None:
    """Makes a part of the file refer to parts of objects."""
    for ident, (kind, name) in ties.items():
        held = package.relations.setdefault(source, [])
        held.append(Relation(ident, kind, package.beside(name)))


def _place(name: str, suffix: str) -> str:
    stem, dot, ending = name.rpartition(".")
    own = suffix if name.endswith(_OWN) else ""
    return f"{_FOLDER}{stem}{own}{dot}{ending}"


def _renamed(xml: str, ties: Iterable[Tie], suffix: str) -> str:
    for one in ties if suffix else ():
        xml = xml.replace(f'"{one.id}"', f'"{one.id}{suffix}"')
    return xml


def _plain(xml: str) -> str:
    """XML without the prefixes that the part declares at its start."""
    for prefix, space in PREFIXES.items():
        xml = xml.replace(f' xmlns:{prefix}="{space}"', "")
    return xml
