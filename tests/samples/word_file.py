"""Small Word files to edit, and how a file reads with its changes accepted or rejected."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_P = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATED = {"footnotes": "footnotes", "settings": "settings"}


def word_file(*body: str, notes: str = "") -> bytes:
    """A Word file with this body XML; tracking is on."""
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **_RELATED}.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for n, (name, kind) in enumerate(_RELATED.items(), 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'{types}<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_P}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_P}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties"/>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}<w:sectPr/>'
        "</w:body></w:document>",
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}">'
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f"{notes}</w:footnotes>",
        "word/settings.xml": f'<w:settings xmlns:w="{_W}"><w:trackRevisions/></w:settings>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()


def paragraph(*runs: str, bookmark: str = "") -> str:
    """A paragraph; a run may begin with ``*`` (italic) or be ``^1`` (a reference to note 1)."""
    inside = "".join(_run(run) for run in runs)
    if bookmark:
        start = f'<w:bookmarkStart w:id="7" w:name="{bookmark}"/>'
        inside = f'{start}{inside}<w:bookmarkEnd w:id="7"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Numbered"/></w:pPr>{inside}</w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table with one paragraph a cell."""
    return "<w:tbl><w:tblPr/>" + "".join(map(_row, rows)) + "</w:tbl>"


def note(number: int, words: str) -> str:
    """A footnote of the notes part."""
    return f'<w:footnote w:id="{number}">{paragraph(words)}</w:footnote>'


def _row(cells: tuple[str, ...]) -> str:
    inside = "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inside}</w:tr>"


def _run(run: str) -> str:
    if run.startswith("^"):
        return f'<w:r><w:footnoteReference w:id="{run[1:]}"/></w:r>'
    looks = "<w:rPr><w:i/></w:rPr>" if run.startswith("*") else ""
    words = escape(run.removeprefix("*"))
    return f'<w:r>{looks}<w:t xml:space="preserve">{words}</w:t></w:r>'


def part(data: bytes, name: str) -> etree._Element:
    """The root of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def found(data: bytes, path: str, name: str = "word/document.xml") -> list[etree._Element]:
    """The elements of a part at an XPath, in which ``w:`` is Word's namespace."""
    result = part(data, name).xpath(path, namespaces={"w": _W})
    assert isinstance(result, list)
    return [element for element in result if isinstance(element, etree._Element)]


def reading(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs as they read with every change accepted, or with every change rejected."""
    gone = ("del", "moveFrom") if accepted else ("ins", "moveTo")
    lines, pending = [], ""
    for one in part(data, "word/document.xml").iter(f"{{{_W}}}p"):
        pending += "".join(
            holder.text or ""
            for holder in one.iter(f"{{{_W}}}t", f"{{{_W}}}delText")
            if not any(a.tag in [f"{{{_W}}}{g}" for g in gone] for a in holder.iterancestors())
        )
        mark = [one.find(f"{{{_W}}}pPr/{{{_W}}}rPr/{{{_W}}}{name}") for name in gone]
        if all(sign is None for sign in mark):
            lines.append(pending)
            pending = ""
    return [*lines, pending] if pending else lines
