"""A package to be written: a template's parts, changed and added to, zipped the same every time."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from lxml import etree

from mufakat.edges.word.opening import Package, open_package
from mufakat.edges.word.word_template import Unfit
from mufakat.edges.word.xmltext import DECLARATION, attribute
from mufakat.edges.zip_file import zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PREFIX = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = f"{_PREFIX}document.main+xml"
_LEFT_OUT = ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "thumbnail")


@dataclass(frozen=True, slots=True)
class Relation:
    """One entry of a part's list of relations; ``target`` is a part's name or an address."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: ``styles``, ``hyperlink`` ..."""
        return self.type.rsplit("/", 1)[-1]


@dataclass(slots=True)
class PackageOut:
    """The parts of a package in the making, by name; relations by the part that has them."""

    main: str
    parts: dict[str, bytes]
    relations: dict[str, list[Relation]]
    types: dict[str, str] = field(default_factory=dict)
    extensions: dict[str, str] = field(default_factory=dict)

    def copy(self) -> PackageOut:
        """A package that can be changed without changing this one."""
        relations = {source: list(held) for source, held in self.relations.items()}
        types, extensions = dict(self.types), dict(self.extensions)
        return PackageOut(self.main, dict(self.parts), relations, types, extensions)

    def related(self, kind: str, source: str | None = None) -> list[str]:
        """The parts that a part (else the main part) has of a kind."""
        held = self.relations.get(self.main if source is None else source, [])
        return [r.target for r in held if r.kind == kind and not r.external]

    def beside(self, name: str) -> str:
        """The name of a part in the main part's folder."""
        return posixpath.join(posixpath.dirname(self.main), name)

    def put(self, name: str, data: bytes | str, content_type: str = "") -> None:
        """Sets a part's bytes, and its type if it is new."""
        self.parts[name] = data.encode() if isinstance(data, str) else data
        if content_type:
            self.types[name] = content_type

    def relate(self, source: str, kind: str, target: str, ident: str = "") -> None:
        """Makes a part refer to another, or, with an id of its own, to an address."""
        held = self.relations.setdefault(source, [])
        type_ = kind if "://" in kind else OFFICE + kind
        if ident:
            held.append(Relation(ident, type_, target, external=True))
        elif not any(r.target == target and r.kind == type_.rsplit("/", 1)[-1] for r in held):
            taken = {r.id for r in held}
            free = next(n for n in range(1, len(held) + 2) if f"mf{n}" not in taken)
            held.append(Relation(f"mf{free}", type_, target))

    def add(self, name: str, kind: str, content: str, data: bytes | str) -> None:
        """Adds a part of WordprocessingML beside the main part, or replaces it."""
        held = self.related(kind)
        where = held[0] if held else self.beside(name)
        self.put(where, data, _PREFIX + content + "+xml")
        self.relate(self.main, kind, where)

    def zipped(self, when: datetime) -> bytes:
        """The package's bytes: the same parts and moment give the same bytes."""
        return zipped(self._entries(), when)

    def _entries(self) -> Iterable[tuple[str, bytes]]:
        yield _CONTENT_TYPES, self._content_types().encode()
        for source in sorted(self.relations):
            if self.relations[source]:
                yield _listing(source), self._relations_xml(source).encode()
        yield self.main, self.parts[self.main]
        yield from ((name, self.parts[name]) for name in sorted(self.parts) if name != self.main)

    def _content_types(self) -> str:
        out = [f'{DECLARATION}<Types xmlns="{_TYPES}">']
        for extension, content in sorted(self.extensions.items()):
            out.append(f'<Default Extension="{extension}" ContentType="{attribute(content)}"/>')
        for name, content in sorted(self.types.items()):
            part = f'PartName="/{attribute(name)}"'
            out.append(f'<Override {part} ContentType="{attribute(content)}"/>')
        return "".join((*out, "</Types>"))

    def _relations_xml(self, source: str) -> str:
        folder = posixpath.dirname(source)
        out = [f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">']
        for relation in self.relations[source]:
            target = relation.target if relation.external else _way(folder, relation.target)
            mode = ' TargetMode="External"' if relation.external else ""
            out.append(
                f'<Relationship Id="{attribute(relation.id)}" Type="{attribute(relation.type)}" '
                f'Target="{attribute(target)}"{mode}/>'
            )
        return "".join((*out, "</Relationships>"))


def read_template(template: bytes) -> tuple[PackageOut, Package]:
    """A template's parts, opened with the same care as any file from outside."""
    opened, _ = open_package(template)
    names = [name for name in opened.names() if not name.endswith("/")]
    types, extensions = _types(opened)
    types[opened.main] = _DOCUMENT  # also where the file is a Word template (.dotx)
    relations = {
        source: _relations(opened, source) for source in ("", *names) if _listing(source) in opened
    }
    parts = {name: opened.data(name) for name in names if _is_part(name)}
    return PackageOut(opened.main, parts, relations, types, extensions), opened


@lru_cache(maxsize=256)
def _way(folder: str, target: str) -> str:
    """From a part's folder to another part."""
    return posixpath.relpath("/" + target, "/" + folder)


def _is_part(name: str) -> bool:
    return name != _CONTENT_TYPES and not name.endswith(".rels")


def _listing(source: str) -> str:
    folder, leaf = posixpath.split(source)
    return posixpath.join(folder, "_rels", leaf + ".rels")


def _types(opened: Package) -> tuple[dict[str, str], dict[str, str]]:
    types: dict[str, str] = {}
    extensions: dict[str, str] = {}
    for element in opened.root(_CONTENT_TYPES).iter(etree.Element):
        content = element.get("ContentType", "")
        if part := element.get("PartName"):
            types[part.lstrip("/")] = content
        if extension := element.get("Extension"):
            extensions[extension.lower()] = content
    return types, extensions


def _relations(opened: Package, source: str) -> list[Relation]:
    """A part's relations; of those that lead out of the file only links are kept."""
    known = opened.relationships(source)
    out = []
    for element in opened.root(_listing(source)).iter(etree.Element):
        relation = known.get(element.get("Id", ""))
        if relation is None or relation.kind in _LEFT_OUT:
            continue
        if relation.external and relation.kind != "hyperlink":
            raise Unfit(
                f"It refers to something kept outside it ({relation.target[:80]}).",
                "Put pictures and objects into the template itself, and try again.",
            )
        type_ = element.get("Type", "")
        out.append(Relation(element.get("Id", ""), type_, relation.target, relation.external))
    return out
