"""One folder, packed: pieces of XML as a person wrote them, as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.edges.word.builder import OFFICE, SPACES, WORDML, Part, document, package, part

FOLDER: Final = Path(__file__).parent
EXTENDED: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
PLAIN: Final = ("styles", "numbering", "comments", "footnotes", "endnotes")
ROOTS: Final = {"header": "hdr", "footer": "ftr", "commentsExtended": "commentsEx"}


def folders() -> list[Path]:
    """The folders that hold a document."""
    return sorted(held.parent for held in FOLDER.glob("*/document.xml"))


def load(folder: Path) -> bytes:
    """The Word file of a folder; its other parts are rId1, rId2 ... in the order of their names."""
    others = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in _KNOWN)
    links = folder / "links.txt"
    told = links.read_text(encoding="utf-8").splitlines() if links.exists() else []
    return package(
        parts=tuple(_part(folder, path) for path in others),
        links={line.split(" ")[0]: line.split(" ")[1] for line in told},
        strict=folder.name.startswith("strict"),
        main=_document((folder / "document.xml").read_text(encoding="utf-8")),
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
