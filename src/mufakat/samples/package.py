"""A Word file as the parts in its zip: read, changed and saved again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_SAVED = (2025, 12, 8, 9, 0, 0)


def w(name: str) -> str:
    """A name of the Word namespace as lxml writes it."""
    return f"{{{W}}}{name}"


class Package:
    """The parts of one Word file; XML parts are parsed once and written back when saved."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._trees: dict[str, etree._Element] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part; changes to it are saved."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self._parts[name])
        return self._trees[name]

    def word_part(self, name: str, root: str) -> etree._Element:
        """The root of ``word/<name>.xml``; where there is none yet, it is made and registered."""
        path = f"word/{name}.xml"
        if path not in self:
            self._parts[path] = etree.tostring(etree.Element(w(root), nsmap={"w": W}))
            self._register(name)
        return self.tree(path)

    def saved_by(self, author: str) -> None:
        """Leaves the author's name behind, as a word processor does on saving."""
        if "docProps/core.xml" in self:
            core = self.tree("docProps/core.xml")
            tag = f"{{{_CORE}}}lastModifiedBy"
            holder = core.find(tag)
            if holder is None:
                holder = etree.SubElement(core, tag)
            holder.text = author

    def save(self, *, shuffled: bool = False) -> bytes:
        """The file again; ``shuffled`` puts its parts in another order, as other programs do."""
        for name, root in self._trees.items():
            self._parts[name] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        method = zipfile.ZIP_STORED if shuffled else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(out, "w", method) as archive:
            for name in self._order(shuffled):
                entry = zipfile.ZipInfo(name, _SAVED)
                entry.compress_type = method
                archive.writestr(entry, self._parts[name])
        return out.getvalue()

    def _order(self, shuffled: bool) -> Sequence[str]:
        names = list(self._parts)
        return sorted(names, reverse=True) if shuffled else names

    def _register(self, name: str) -> None:
        types = self.tree("[Content_Types].xml")
        etree.SubElement(
            types,
            f"{{{_TYPES}}}Override",
            PartName=f"/word/{name}.xml",
            ContentType=f"{_MAIN}.{name}+xml",
        )
        relations = self.tree("word/_rels/document.xml.rels")
        taken = {relation.get("Id") for relation in relations}
        free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(
            relations,
            f"{{{_RELATIONS}}}Relationship",
            Id=free,
            Type=f"{_OFFICE}/{name}",
            Target=f"{name}.xml",
        )
