"""One folder, packed: pieces of XML as a person wrote them, as a Word file or as OpenDocument."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.edges.word.builder import OFFICE, SPACES, WORDML, Part, document, package, part, zipped

from mufakat.edges.other_formats import read_untracked
from mufakat.edges.word.reader import Return, read

FOLDER: Final = Path(__file__).parent
EXTENDED: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
PLAIN: Final = ("styles", "numbering", "comments", "footnotes", "endnotes")
ROOTS: Final = {"header": "hdr", "footer": "ftr", "commentsExtended": "commentsEx"}


def folders() -> list[Path]:
    """The folders that hold a text."""
    return sorted([*word_folders(), *(held.parent for held in FOLDER.glob("*/content.xml"))])


def word_folders() -> list[Path]:
    """The folders that hold a Word file."""
    return sorted(held.parent for held in FOLDER.glob("*/document.xml"))


def read_in(folder: Path) -> Return:
    """What is made of the file of a folder."""
    content = folder / "content.xml"
    if content.exists():
        return read_untracked(open_document(content.read_text(encoding="utf-8")), "a.odt")
    return read(load(folder))


def open_document(text: str) -> bytes:
    """An OpenDocument text, of the inside of its text."""
    whole = (
        f"<office:document-content {_ODF}><office:font-face-decls/><office:automatic-styles/>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    listed = (
        f'<manifest:manifest {_ODF}><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    styles = f"<office:document-styles {_ODF}>{_STYLES}</office:document-styles>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": whole.encode(),
            "styles.xml": styles.encode(),
            "META-INF/manifest.xml": listed.encode(),
        }
    )


def load(folder: Path) -> bytes:
    """The Word file of a folder; its other parts are rId1, rId2 ... in the order of their names."""
    others = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in _KNOWN)
    links = folder / "links.txt"
    told = links.read_text(encoding="utf-8").splitlines() if links.exists() else []
    return package(
        parts=tuple(_part(folder, path) for path in others),
        links={line.split(" ")[0]: line.split(" ")[1] for line in told},
        strict=folder.name.startswith("strict"),
        program="LibreOffice/7.4" if folder.name.startswith("libreoffice") else "",
        main=_document((folder / "document.xml").read_text(encoding="utf-8")),
    )


_ODF: Final = 'xmlns:dc="http://purl.org/dc/elements/1.1/" ' + " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "manifest")
)
_STYLES: Final = (
    "<office:font-face-decls/><office:styles/><office:automatic-styles/><office:master-styles/>"
)
_KNOWN = ("README.md", "document.xml", "expected.txt", "links.txt")


def _document(blocks: str) -> str:
    """The main part; its blocks may end with a section of their own."""
    whole = document(blocks)
    return whole.replace("<w:sectPr/>", "") if "<w:sectPr>" in blocks else whole


def _part(folder: Path, path: Path) -> Part:
    name, data = f"word/{path.relative_to(folder)}", path.read_bytes()
    if path.suffix == ".hex":
        name, data = name.removesuffix(".hex"), bytes.fromhex(data.decode())
    kind = path.stem.rstrip("0123456789")
    if path.stem in PLAIN:
        return part(kind, data.decode())
    if kind == "commentsExtended":
        space = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
        whole = f"<w15:commentsEx {space}>{data.decode()}</w15:commentsEx>"
        return Part(name, EXTENDED, f"{WORDML}commentsExtended+xml", whole.encode())
    if kind in ROOTS:
        root = ROOTS[kind]
        whole = f"<w:{root} {SPACES}>{data.decode()}</w:{root}>"
        return Part(name, OFFICE + kind, f"{WORDML}{kind}+xml", whole.encode())
    if kind == "chart":
        return Part(name, OFFICE + "chart", CHART, data)
    return Part(name, OFFICE + "image", "image/png", data)
