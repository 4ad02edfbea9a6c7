"""Files that mean harm: what each is answered, and what it costs to find out.

``python -m bench.hostile`` prints the table, ``--write`` keeps it in docs/word.md. Each file is
read in a process of its own, so that the memory is what that file took and nothing else.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.edges.word.builder import (
    OFFICE,
    SPACES,
    Part,
    document,
    p,
    package,
    r,
    tbl,
    tr,
    unzipped,
    zipped,
)

PAGE = Path(__file__).parents[1] / "docs" / "word.md"
BEGIN, END = "<!-- measured: hostile files -->\n", "<!-- end of what was measured -->\n"
MB = 1 << 20
MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SOUND = package(p("Sound words."))


def altered(**parts: bytes) -> bytes:
    """The sound file with parts replaced or added; ``main`` and ``types`` are short for theirs."""
    short = {"main": MAIN, "types": "[Content_Types].xml"}
    held = unzipped(SOUND)
    return zipped(held | {short.get(name, name): data for name, data in parts.items()})


def bomb() -> bytes:
    """One part that unpacks to 4 GB and says so."""
    return _with_raw(_deflated(4 << 30), 4 << 30)


def lying_bomb() -> bytes:
    """The same, that says it unpacks to a few bytes."""
    return _with_raw(_deflated(4 << 30), 500)


def _deflated(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(16 * MB)
    return b"".join([*(packer.compress(piece) for _ in range(size // len(piece))), packer.flush()])


def _with_raw(packed: bytes, said: int) -> bytes:
    """The sound file whose text is these packed bytes; what it unpacks to is only said."""
    parts = unzipped(SOUND) | {MAIN: b""}
    buffer = io.BytesIO()
    said = min(said, 0xFFFFFFFE)
    listing = b""
    for name, data in parts.items():
        plain = name.encode()
        body, size = (packed, said) if name == MAIN else (data, len(data))
        how, crc = (8, 0) if name == MAIN else (0, zlib.crc32(data))
        head = struct.pack("<HHHHHIIIHH", 20, 0, how, 0, 33, crc, len(body), size, len(plain), 0)
        listing += b"PK\x01\x02\x14\x00" + head + bytes(10) + struct.pack("<I", buffer.tell())
        listing += plain
        buffer.write(b"PK\x03\x04" + head + plain + body)
    at = buffer.tell()
    buffer.write(listing)
    buffer.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 4, 4, len(listing), at, 0))
    return buffer.getvalue()


def overlapping() -> bytes:
    """A thousand parts that are all the same stretch of the file."""
    data = io.BytesIO(SOUND)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/a.bin", bytes(20 * MB))
        first = archive.infolist()[-1]
        for n in range(1_000):
            info = zipfile.ZipInfo(f"word/a{n}.bin")
            info.header_offset, info.CRC = first.header_offset, first.CRC
            info.compress_type, info.compress_size = first.compress_type, first.compress_size
            info.file_size = first.file_size
            archive.filelist.append(info)
        # Private, and so not in the stubs: it has the directory written that was changed above.
        archive._didModify = True  # type: ignore[attr-defined]
    return data.getvalue()


def nested_zip() -> bytes:
    """An archive in an archive, ten deep, with a Word file at the bottom."""
    data = SOUND
    for n in range(10):
        data = zipped({f"{n}.zip": data})
    return data


def embedded_bomb() -> bytes:
    """A Word file with an archive embedded that unpacks to 4 GB."""
    inner = zipped({"a.bin": zlib.compress(bytes(100 * MB), 9)})
    return altered(**{"word/embeddings/a.zip": inner})


def laughs() -> bytes:
    """Entities in entities, which expand to three thousand million words."""
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    head = f'<!DOCTYPE x [<!ENTITY a0 "ha">{"".join(names)}]>'
    body = p("&a9;")
    return altered(main=f'<?xml version="1.0"?>{head}{document(body)[55:]}'.encode())


def outside() -> bytes:
    """An entity that stands for a file of this computer."""
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return altered(main=f"{head}<w:document {SPACES}><w:body/></w:document>".encode())


def remote(kind: str) -> bytes:
    """A reference to something at an address."""
    held = unzipped(package(p("a"), links={"r1": "http://127.0.0.1:9/x"}))
    name = "word/_rels/document.xml.rels"
    held[name] = held[name].replace(b"relationships/hyperlink", f"relationships/{kind}".encode())
    return zipped(held)


def macros() -> bytes:
    """A file with macros that calls itself .docx."""
    types = unzipped(SOUND)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return altered(types=types, **{"word/vbaProject.bin": OLE})


def embedded_object() -> bytes:
    """A program wrapped into an OLE object."""
    shape = '<w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="rId1"/></w:object>'
    data = Part("word/embeddings/a.bin", OFFICE + "oleObject", "application/x-ole", OLE)
    return package(p(r(shape)), parts=(data,))


def twice() -> bytes:
    """Two parts with one name."""
    buffer = io.BytesIO(SOUND)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(MAIN.upper(), b"<other/>")
    return buffer.getvalue()


def picture(size: int) -> bytes:
    """A picture of so many megabytes that cannot be packed any smaller."""
    noise = os.urandom(MB) * size
    held = unzipped(SOUND) | {"word/media/a.png": noise}
    return zipped(held, stored=True)


def encrypted() -> bytes:
    """What Word makes of a file with a password."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4_096)


def old_word() -> bytes:
    """A file of Word 97."""
    return OLE + "WordDocument".encode("utf-16-le") + bytes(4_096)


def open_document_bomb() -> bytes:
    """An OpenDocument text of 400 MB of spaces."""
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": b" " * (400 * MB)})


FILES: dict[str, Callable[[], bytes]] = {
    "zip bomb: one part of 4 GB": bomb,
    "zip bomb that says it is small": lying_bomb,
    "zip bomb: a thousand parts in one place": overlapping,
    "archive in an archive, ten deep": nested_zip,
    "archive embedded in the file": embedded_bomb,
    "entities that expand without end": laughs,
    "entity that names a file": outside,
    "template at an address": lambda: remote("attachedTemplate"),
    "picture at an address": lambda: remote("image"),
    "macros, renamed .docx": macros,
    "OLE object": embedded_object,
    "password": encrypted,
    "old .doc": old_word,
    "cut short": lambda: SOUND[: len(SOUND) // 2],
    "two parts with one name": twice,
    "part named ../evil.xml": lambda: altered(**{"../evil.xml": b"x"}),
    "1,000,000 paragraphs": lambda: package("<w:p/>" * 1_000_000),
    "99,999 paragraphs": lambda: package(p("Sound words.") * 99_999),
    "1,000,000 runs in one paragraph": lambda: package(p("<w:r><w:t>a</w:t></w:r>" * 1_000_000)),
    "a word of 11,000,000 letters": lambda: package(p("x" * 11_000_000)),
    "tables in tables, 2,000 deep": lambda: package(
        "<w:tbl><w:tr><w:tc>" * 2_000 + p("x") + "</w:tc></w:tr></w:tbl>" * 2_000
    ),
    "a table of 300,000 cells": lambda: package(tbl(*[tr(*["x"] * 60)] * 5_000)),
    "picture of 100 MB": lambda: picture(100),
    "picture of 60 MB": lambda: picture(60),
    "XML that is not well formed": lambda: altered(main=b"<w:document><w:body></w:document>"),
    "content types of a workbook": lambda: altered(
        types=unzipped(SOUND)["[Content_Types].xml"].replace(b"wordprocessingml", b"spreadsheetml")
    ),
    "OpenDocument bomb: 400 MB": open_document_bomb,
    "HTML, 200,000 deep": lambda: b"<html>" + b"<div>" * 200_000,
    "Markdown of 8 MB": lambda: b"[a](" * (2 * MB - 1),
}


def read_one(path: Path) -> dict[str, object]:
    """What reading a file gives, and what it costs above what the program takes anyhow."""
    from mufakat.edges import other_formats
    from mufakat.edges.word.reader import read
    from mufakat.refusal import Refusal

    data = path.read_bytes()
    read(SOUND)  # everything that is loaded late is loaded
    before, started = _peak(), time.perf_counter()
    try:
        other = other_formats.readable(data, path.name)
        found = other_formats.read_untracked(data, path.name) if other else read(data)
        answer = "read" + (f"; {found.warnings[0]}" if found.warnings else "")
    except Refusal as refusal:
        answer = refusal.error
    seconds = time.perf_counter() - started
    return {"answer": answer, "seconds": seconds, "mb": max(0, _peak() - before) / 1024}


def _peak() -> int:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def measured(name: str) -> str:
    """The row of one file."""
    data = FILES[name]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hostile.docx")
        path.write_bytes(data)
        command = [sys.executable, "-m", "bench.hostile", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"| {name} | {_size(len(data))} | **{done.stderr.strip()[-100:]}** | | |"
    found = json.loads(done.stdout)
    cost = f"{found['seconds']:.2f} s | {found['mb']:.0f} MB"
    return f"| {name} | {_size(len(data))} | {found['answer']} | {cost} |"


def _size(count: int) -> str:
    return f"{count / MB:.1f} MB" if count >= MB // 10 else f"{count / 1024:.0f} kB"


def main() -> None:
    """The table of all files; with a path, what that one costs."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if given:
        print(json.dumps(read_one(Path(given[0]))))
        return
    rows = ["| file | size | answer | time | memory above the program's own |"]
    rows += ["| --- | --- | --- | --- | --- |"]
    for name in FILES:
        rows.append(measured(name))
        print(rows[-1], flush=True)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        table = "\n".join(rows)
        PAGE.write_text(f"{head}{BEGIN}\n{table}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
