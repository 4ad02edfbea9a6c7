"""A mini-language for small Word files: ``package(p("The ", ins("MYS", "new "), "text"))``.

Pieces are strings of XML; plain words become runs where runs are wanted. Nothing here knows how
the reader works: it writes what ECMA-376 says and what Word and LibreOffice are seen to write.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT_W: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SPACES: Final = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": W,
        "r": R,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "o": "urn:schemas-microsoft-com:office:office",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
WORDML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DAY: Final = "2026-01-05T09:00:00Z"
RUNS: Final = ("<w:", "<m:", "<mc:", "<w14:")


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run of words (or of XML that a run may hold)."""
    inner = text if text.startswith("<") else t(text)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def runs(*pieces: str) -> str:
    return "".join(piece if piece.startswith(RUNS) else r(piece) for piece in pieces if piece)


def by(author: str, date: str = DAY) -> str:
    return f'w:id="1" w:author={quoteattr(author)} w:date="{date}"'


def ins(author: str, *pieces: str) -> str:
    return f"<w:ins {by(author)}>{runs(*pieces)}</w:ins>"


def dele(author: str, *pieces: str) -> str:
    inner = runs(*pieces).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f"<w:del {by(author)}>{inner}</w:del>"


def moved(way: str, author: str, name: str, *pieces: str) -> str:
    """One half of a move: ``way`` is ``From`` or ``To``."""
    return (
        f'<w:move{way}RangeStart w:id="{way}{name}" w:name="{name}" w:author="{author}"/>'
        f"<w:move{way} {by(author)}>{runs(*pieces)}</w:move{way}>"
        f'<w:move{way}RangeEnd w:id="{way}{name}"/>'
    )


def bookmark(name: str, *pieces: str) -> str:
    return (
        f'<w:bookmarkStart w:id="{name}" w:name="{name}"/>{runs(*pieces)}'
        f'<w:bookmarkEnd w:id="{name}"/>'
    )


def p(*pieces: str, style: str = "", props: str = "", mark: str = "") -> str:
    """A paragraph; ``mark`` are the revisions of its mark, by their names: ``ins MYS``."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner += props
    revisions = "".join(
        f"<w:{kind} {by(author)}/>"
        for kind, author in (m.split(" ") for m in mark.split(", ") if m)
    )
    inner += f"<w:rPr>{revisions}</w:rPr>" if revisions else ""
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{runs(*pieces)}</w:p>"


def num(num_id: int | str, ilvl: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'


def tc(*blocks: str, props: str = "") -> str:
    inner = "".join(b if b.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else p(b) for b in blocks)
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{inner}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    inner = "".join(c if c.startswith(("<w:tc>", "<w:sdt>")) else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(*inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{''.join(inner)}</w:sdtContent></w:sdt>"


def field(instruction: str, *result: str) -> str:
    """A complex field, as Word writes it in several runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{runs(*result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def note_ref(ident: int, kind: str = "footnote") -> str:
    properties = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return f'<w:r>{properties}<w:{kind}Reference w:id="{ident}"/></w:r>'


def note_head(kind: str = "footnote") -> str:
    return f"<w:r><w:{kind}Ref/></w:r>{r(' ')}"


def comment_on(ident: int, *pieces: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{ident}"/>{runs(*pieces)}<w:commentRangeEnd w:id="{ident}"/>'
        f'<w:r><w:commentReference w:id="{ident}"/></w:r>'
    )


def comment(ident: int, author: str, *paragraphs: str, para: str = "") -> str:
    inner = "".join(f'<w:p w14:paraId="{para}">{r(text)}</w:p>' for text in paragraphs)
    return f'<w:comment w:id="{ident}" w:author="{author}" w:date="{DAY}">{inner}</w:comment>'


def level(ilvl: int, fmt: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract(ident: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{ident}">{"".join(levels)}</w:abstractNum>'


def list_(ident: int, abstract_id: int, start: int | None = None) -> str:
    override = ""
    if start is not None:
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'


def style(
    ident: str, name: str, inner: str = "", *, kind: str = "paragraph", based: str = ""
) -> str:
    inner = (f'<w:basedOn w:val="{based}"/>' if based else "") + inner
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{ident}">{named}{inner}</w:style>'


@dataclass(frozen=True)
class Part:
    """One part beside the main one: its kind of relation, its content type, its bytes."""

    name: str
    relation: str
    content: str
    data: bytes


def part(kind: str, inner: str, root: str = "") -> Part:
    """A part of WordprocessingML, named after its kind."""
    root = root or kind
    xml = f"<?xml version='1.0' encoding='UTF-8'?><w:{root} {SPACES}>{inner}</w:{root}>"
    return Part(f"word/{kind}.xml", OFFICE + kind, f"{WORDML}{kind}+xml", xml.encode())


def document(*blocks: str) -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:document {SPACES}>"
        f"<w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    )


def package(
    *blocks: str,
    styles: str = "",
    numbering: str = "",
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    comments: str = "",
    parts: tuple[Part, ...] = (),
    links: Mapping[str, str] | None = None,
    strict: bool = False,
    main: str | None = None,
    properties: Mapping[str, str] | None = None,
    program: str = "",
) -> bytes:
    """A Word file of these blocks. ``links`` are external addresses by relationship id."""
    held = list(parts)
    for kind, inner in (("styles", styles), ("numbering", numbering), ("comments", comments)):
        if inner:
            held.append(part(kind, inner))
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            inner = "".join(
                f'<w:{kind} w:id="{ident}">{body}</w:{kind}>' for ident, body in notes.items()
            )
            held.append(part(f"{kind}s", f'<w:{kind} w:type="separator" w:id="-1"/>{inner}'))
    text = main if main is not None else document(*blocks)
    files = _files(text, held, links or {}, properties, program)
    if strict:
        files = {name: _strict(data) for name, data in files.items()}
    return zipped(files)


def zipped(files: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), data, how)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _files(
    main: str,
    parts: list[Part],
    links: Mapping[str, str],
    properties: Mapping[str, str] | None,
    program: str,
) -> dict[str, bytes]:
    types = [f'<Override PartName="/word/document.xml" ContentType="{WORDML}document.main+xml"/>']
    if program:
        types.append(f'<Override PartName="/docProps/app.xml" ContentType="{_PROGRAM_TYPE}"/>')
    relations = []
    for number, one in enumerate(parts, 1):
        types.append(f'<Override PartName="/{one.name}" ContentType="{one.content}"/>')
        target = one.name.removeprefix("word/")
        relations.append((f"rId{number}", one.relation, target, ""))
    relations += [
        (ident, OFFICE + "hyperlink", target, ' TargetMode="External"')
        for ident, target in links.items()
    ]
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="png" ContentType="image/png"/>{"".join(types)}</Types>'
        ).encode(),
        "_rels/.rels": _relations(
            [("rId1", OFFICE + "officeDocument", "word/document.xml", "")]
            + (
                [("rId2", OFFICE + "custom-properties", "docProps/custom.xml", "")]
                * bool(properties)
            )
            + [("rId3", OFFICE + "extended-properties", "docProps/app.xml", "")] * bool(program)
        ),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": main.encode(),
    }
    if properties:
        files["docProps/custom.xml"] = _properties(properties)
    if program:
        files["docProps/app.xml"] = _PROGRAM.format(escape(program)).encode()
    return files | {one.name: one.data for one in parts}


def _relations(relations: list[tuple[str, str, str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{ident}" Type="{kind}" Target={quoteattr(target)}{mode}/>'
        for ident, kind, target, mode in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


_PROGRAM_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_PROGRAM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application></Properties>"
)


def _properties(properties: Mapping[str, str]) -> bytes:
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), 2)
    )
    home = "http://schemas.openxmlformats.org/officeDocument/2006/"
    return (
        f'<Properties xmlns="{home}custom-properties" xmlns:vt="{home}docPropsVTypes">'
        f"{inner}</Properties>"
    ).encode()


def _strict(data: bytes) -> bytes:
    """The same part in strict OOXML's names."""
    strict_office = b"http://purl.oclc.org/ooxml/officeDocument/"
    return (
        data.replace(b"2006/custom-properties", b"2006/customProperties")
        .replace(W.encode(), STRICT_W.encode())
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/", strict_office)
        .replace(
            b"http://schemas.openxmlformats.org/drawingml/2006/",
            b"http://purl.oclc.org/ooxml/drawingml/",
        )
    )
