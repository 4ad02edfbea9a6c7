"""Real pictures, charts, diagrams and formulas for small Word files, made from nothing."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from tests.edges.word.builder import OFFICE, Part, unzipped, zipped

CHART_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_TYPE = "application/vnd.openxmlformats-officedocument."
_SHEET_TYPE = f"{_TYPE}spreadsheetml.sheet"
_WORKBOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

JPEG: Final = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
GIF: Final = base64.b64decode("R0lGODlhAQABAPAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")
SVG: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    b'<circle cx="20" cy="20" r="18" fill="#1f3864"/></svg>'
)


def png(red: int = 31, green: int = 56, blue: int = 100, size: int = 8) -> bytes:
    """A square of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = (b"\0" + bytes((red, green, blue)) * size) * size
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def media(data: bytes, name: str = "image1.png", kind: str = "image/png") -> Part:
    """A picture's bytes as a part of a Word file."""
    return Part(f"word/media/{name}", OFFICE + "image", kind, data)


def framed(inner: str, uri: str, description: str = "", centimetres: int = 3) -> str:
    """A drawing that stands in the line, as Word writes it."""
    size = f'cx="{centimetres * 360000}" cy="{centimetres * 360000}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="Thing 1" descr="{description}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{DRAWING_SPACE.rsplit("/", 1)[0]}/{uri}">{inner}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def picture(relation: str = "rId1", description: str = "", more: str = "") -> str:
    """A picture in the line; ``more`` is what stands within its ``a:blip``."""
    size = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1080000" cy="1080000"/></a:xfrm>'
    inner = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}">{more}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr>{size}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return framed(inner, "picture", description)


def charted(relation: str = "rId1", description: str = "") -> str:
    """A chart in the line."""
    return framed(f'<c:chart r:id="{relation}"/>', "chart", description, 8)


def chart(*values: float, title: str = "Traffic", more: str = "") -> bytes:
    """A chart part: one bar for each value."""
    names = "".join(f'<c:pt idx="{n}"><c:v>Year {n + 1}</c:v></c:pt>' for n in range(len(values)))
    points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
    count = f'<c:ptCount val="{len(values)}"/>'
    last = len(values) + 1
    series = (
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f>'
        '<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>Gbit/s</c:v></c:pt></c:strCache>'
        '</c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="1F3864"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache>"
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{count}{points}</c:numCache></c:numRef></c:val></c:ser>"
    )
    heading = (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>"
        f'{title}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    axis = (
        '<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="{}"/><c:crossAx val="{}"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{CHART_SPACE}" xmlns:a="{DRAWING_SPACE}"'
        f' xmlns:r="{OFFICE.rstrip("/")}"><c:chart>{heading}<c:autoTitleDeleted val="0"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="150"/><c:axId val="11"/>'
        f'<c:axId val="22"/></c:barChart><c:catAx><c:axId val="11"/>'
        f'{axis.format("b", 22)}</c:catAx><c:valAx><c:axId val="22"/>'
        f"{axis.format('l', 11)}</c:valAx></c:plotArea>"
        f'<c:plotVisOnly val="1"/></c:chart>{more}</c:chartSpace>'
    ).encode()


def chart_part(data: bytes) -> Part:
    """A chart as a part of a Word file."""
    return Part("word/charts/chart1.xml", OFFICE + "chart", f"{_TYPE}drawingml.chart+xml", data)


def workbook(cell: str = '<c r="A1"><v>4</v></c>', **more: str) -> bytes:
    """An Excel file with one sheet; ``more`` are parts to be put in, by name (``/`` as ``__``)."""
    rel = OFFICE
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{_TYPE}spreadsheetml.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _listing(f'Id="rId1" Type="{rel}officeDocument" Target="xl/workbook.xml"'),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_WORKBOOK}" xmlns:r="{rel.rstrip("/")}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _listing(
            f'Id="rId1" Type="{rel}worksheet" Target="worksheets/sheet1.xml"'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_WORKBOOK}"><sheetData><row r="1">{cell}</row></sheetData>'
            "</worksheet>"
        ),
    }
    files |= {name.replace("__", "/"): text for name, text in more.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_parts(data: bytes, files: Mapping[str, bytes | str]) -> bytes:
    """A Word file with parts added that its text does not refer to by itself."""
    return zipped(unzipped(data) | dict(files))


def listing(*entries: str) -> str:
    """A list of relations; each entry is the attributes of one."""
    return _listing(*entries)


def _listing(*entries: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    inner = "".join(f"<Relationship {one}/>" for one in entries)
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'


def diagram(*words: str) -> bytes:
    """The data of a diagram: points one below the other."""
    points = "".join(
        f'<dgm:pt modelId="{n}"><dgm:prSet/><dgm:t><a:bodyPr/><a:p><a:r><a:t>{word}</a:t></a:r>'
        "</a:p></dgm:t></dgm:pt>"
        for n, word in enumerate(words, 1)
    )
    ties = "".join(
        f'<dgm:cxn modelId="{100 + n}" srcId="{n}" destId="{n + 1}"/>' for n in range(1, len(words))
    )
    drawn = (
        '<dgm:extLst><a:ext uri="http://schemas.microsoft.com/office/drawing/2008/diagram">'
        '<dsp:dataModelExt xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" '
        'relId="rId5"/></a:ext></dgm:extLst>'
    )
    return (
        f'<dgm:dataModel xmlns:dgm="{_DIAGRAM}" xmlns:a="{DRAWING_SPACE}">'
        f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{ties}</dgm:cxnLst>{drawn}</dgm:dataModel>"
    ).encode()


def diagram_parts(data: bytes) -> tuple[Part, ...]:
    """The parts of a diagram, to be the first of a file (``rId1`` to ``rId5``)."""
    space = f'xmlns:dgm="{_DIAGRAM}"'
    drawing = '<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"/>'
    return (
        Part("word/diagrams/data1.xml", OFFICE + "diagramData", "application/xml", data),
        Part(
            "word/diagrams/layout1.xml",
            OFFICE + "diagramLayout",
            "application/xml",
            f'<dgm:layoutDef {space} uniqueId="default"/>'.encode(),
        ),
        Part(
            "word/diagrams/style1.xml",
            OFFICE + "diagramQuickStyle",
            "application/xml",
            f"<dgm:styleDef {space}/>".encode(),
        ),
        Part(
            "word/diagrams/colors1.xml",
            OFFICE + "diagramColors",
            "application/xml",
            f"<dgm:colorsDef {space}/>".encode(),
        ),
        Part(
            "word/diagrams/drawing1.xml",
            "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing",
            "application/xml",
            drawing.encode(),
        ),
    )


def drawn_diagram() -> str:
    """A diagram in the line, of the parts ``rId1`` to ``rId4``."""
    ids = 'r:dm="rId1" r:lo="rId2" r:qs="rId3" r:cs="rId4"'
    return framed(f'<dgm:relIds xmlns:dgm="{_DIAGRAM}" {ids}/>', "diagram", "", 8)


def formula(letters: str = "x") -> str:
    """E = letters², with a root and a fraction: what Word writes for them."""

    def r(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:e>{r(letters)}</m:e><m:sup>{r('2')}</m:sup></m:sSup>"
    root = '<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>'
    fraction = f"<m:f><m:num>{r('a')}</m:num><m:den>{r('b')}</m:den></m:f>"
    return f"<m:oMath>{r('E=')}{power}{r('+')}{root}<m:e>{fraction}</m:e></m:rad></m:oMath>"
