"""Hostile and mistaken files: each gets a clear answer, and none costs more than its limit."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.edges.word.builder import (
    OFFICE,
    SPACES,
    WORDML,
    Part,
    document,
    note_ref,
    p,
    package,
    r,
    tbl,
    tr,
    unzipped,
    zipped,
)

from mufakat.edges.limits import Limits
from mufakat.edges.word.opening import open_package
from mufakat.edges.word.read_kind import form_of
from mufakat.edges.word.reader import read
from mufakat.refusal import Refusal
from mufakat.text.tracked import accepted

SOUND = package(p("Sound words."))
DOC = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def altered(**files: bytes | None) -> bytes:
    """The sound file with parts replaced, added or (None) taken out; ``__`` stands for ``/``."""
    held: dict[str, bytes] = unzipped(SOUND)
    for name, data in files.items():
        path = {"main": DOC, "types": "[Content_Types].xml", "rels": "_rels/.rels"}.get(
            name, name.replace("__", "/")
        )
        if data is None:
            del held[path]
        else:
            held[path] = data
    return zipped(held)


def with_main(xml: str | bytes) -> bytes:
    return altered(main=xml if isinstance(xml, bytes) else xml.encode())


def refusal(data: bytes, limits: Limits | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(data, limits or Limits())
    assert caught.value.error.endswith(".")
    assert caught.value.hint.endswith(".")
    return caught.value


def zip_form(first: str, *names: str) -> bytes:
    return zipped({first: b"application/vnd.oasis.opendocument.text", **dict.fromkeys(names, b"x")})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\n...", "This is a PDF"),
        (b"\n\n%PDF-1.4", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"\xff\xd8\xff\xe0JFIF", "This is a picture"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old version of Word (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE, "an old Office program"),
        (b"{\\rtf1\\ansi hello}", "This is an RTF file"),
        (zip_form("mimetype", "content.xml"), "OpenDocument text"),
        (zipped({"mimetype": b"application/epub+zip"}, stored=True), "electronic book"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.drawing"}, stored=True),
            "but a table, a presentation",
        ),
        (zipped({"Index/Document.iwa": b"x"}), "Apple Pages"),
        (zipped({"my text.docx": SOUND}), "an archive (.zip) with a Word file"),
        (zipped({"my text.docx": SOUND}, stored=True), "an archive (.zip) with a Word file"),
        (zipped({"photo.jpg": b"x"}), "This is an archive"),
        (b"Rar!\x1a\x07", "This is an archive"),
        (SOUND[:300], "The file is not complete"),
        (SOUND[:-40], "The file is not complete"),
        (b"<!DOCTYPE html><html></html>", "This is a web page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web page archive"),
        (b"Return-Path: <a@b.example>\r\nSubject: x", "This is an e-mail"),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'/>", "saved as one XML file"),
        (b"Dear colleagues, the text is as follows.", "This is a plain text"),
        (bytes(range(256)), "This is not a Word file"),
        (altered(types=None), "part [Content_Types].xml is missing"),
        (altered(rels=None), "part _rels/.rels is missing"),
        (altered(main=None), "part word/document.xml is missing"),
    ],
)
def test_what_is_no_word_file_is_told_what_it_is(data: bytes, error: str) -> None:
    assert error in refusal(data).error


def retyped(old: str, new: str) -> bytes:
    held = unzipped(SOUND)
    types = held["[Content_Types].xml"].replace(old.encode(), new.encode())
    return altered(types=types)


WORD_TYPE = f"{WORDML}document.main+xml"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (retyped(WORD_TYPE, f"{OFFICE_TYPE}spreadsheetml.sheet.main+xml"), "an Excel workbook"),
        (retyped(WORD_TYPE, f"{OFFICE_TYPE}presentationml.presentation.main+xml"), "PowerPoint"),
        (retyped(WORD_TYPE, "image/png"), "says of itself that it is not a Word document"),
        (
            retyped(WORD_TYPE, "application/vnd.ms-word.document.macroEnabled.main+xml"),
            "contains macros",
        ),
        (altered(word__vbaProject__bin=b"x"), "not a Word"),
    ],
)
def test_wrong_content_types_and_macros(data: bytes, error: str) -> None:
    if b"vbaProject" in data:
        data = altered(**{"word/vbaProject.bin": b"x"})
        error = "contains macros"
    assert error in refusal(data).error


def test_a_template_reads_like_a_document() -> None:
    data = retyped(WORD_TYPE, f"{WORDML}template.main+xml")
    assert read(data).tracked == read(SOUND).tracked


def test_a_main_part_outside_the_file() -> None:
    rels = unzipped(SOUND)["_rels/.rels"].replace(b'Target="', b'TargetMode="External" Target="')
    assert "does not say which of its parts" in refusal(altered(rels=rels)).error


# Zips that mean harm


def test_a_part_that_unpacks_to_far_more_than_its_size() -> None:
    bomb = altered(**{"word/media/a.bmp": bytes(60 << 20)})
    started = time.perf_counter()
    assert "unpacks to more than 200 times its size" in refusal(bomb).error
    assert time.perf_counter() - started < 2


def test_many_parts_that_together_unpack_to_too_much() -> None:
    parts = {f"word/media/{n}.bin": bytes(1 << 20) for n in range(9)}
    limits = replace(Limits(), unpacked_bytes=8 << 20)
    assert "unpacks to 9 MB" in refusal(altered(**parts), limits).error


def test_a_part_that_unpacks_to_more_than_it_declares_is_read_no_further() -> None:
    data = bytearray(with_main(document(p("x" * 9_000_000))))
    real = struct.pack("<I", zipfile.ZipFile(_file(bytes(data))).getinfo(DOC).file_size)
    assert data.count(real) == 2
    lie = bytes(data).replace(real, struct.pack("<I", 400))
    tracemalloc.start()
    assert "cannot be unpacked" in refusal(lie).error
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def _file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


def test_parts_on_top_of_each_other() -> None:
    data = bytearray(zipped({**unzipped(SOUND), "word/a.bin": b"a", "word/b.bin": b"b"}))
    entries = _offsets(data)
    struct.pack_into(
        "<I", data, entries[-1] + 42, struct.unpack_from("<I", data, entries[-2] + 42)[0]
    )
    assert "on top of each other" in refusal(bytes(data)).error


def _offsets(data: bytearray) -> list[int]:
    """Where each entry of the zip's list of members begins."""
    found, at = [], 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        found.append(at)
        at += 4
    return found


def test_a_zip_of_very_many_parts() -> None:
    limits = replace(Limits(), entries=20)
    parts = {f"word/{n}.bin": b"" for n in range(30)}
    assert "holds more than 20 parts" in refusal(altered(**parts), limits).error


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "word/../../evil", "/etc/passwd", "c:\\x", "a\\b", "%2e%2e/x", "a%2F..%2Fb"],
)
def test_names_that_point_outside(name: str) -> None:
    assert "points outside it" in refusal(altered(**{name: b"x"})).error


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [DOC, "WORD/Document.xml", "word/%64ocument.xml"])
def test_two_parts_with_one_name(name: str) -> None:
    buffer = _file(SOUND)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"<other/>")
    assert "two parts with one name" in refusal(buffer.getvalue()).error


def test_an_encrypted_part() -> None:
    data = bytearray(SOUND)
    for at in _offsets(data):
        data[at + 8] |= 1
    assert "protected by a password" in refusal(bytes(data)).error


def test_an_unusual_way_of_packing() -> None:
    buffer = _file(b"")
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        for name, held in unzipped(SOUND).items():
            archive.writestr(name, held)
    assert "packed in a way that Word does not use" in refusal(buffer.getvalue()).error


def test_a_file_larger_than_is_taken_in() -> None:
    limits = replace(Limits(), file_bytes=100)
    assert "at most 0 MB are taken in" in refusal(SOUND, limits).error


def test_a_part_larger_than_is_read() -> None:
    limits = replace(Limits(), part_bytes=3_000)
    data = with_main(document(p("words " * 1_000)))
    assert "part word/document.xml of the file unpacks to" in refusal(data, limits).error


def test_a_large_picture_is_never_unpacked_for_reading() -> None:
    limits = replace(Limits(), part_bytes=1 << 20)
    blip = '<w:drawing><a:graphic><a:blip r:embed="rId1"/></a:graphic></w:drawing>'
    image = Part("word/media/a.png", OFFICE + "image", "image/png", bytes(30 << 20))
    data = package(p(r(blip)), parts=(image,))
    tracemalloc.start()
    assert read(data, limits).warnings
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


# XML that means harm

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    f"<w:document {SPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = ENTITIES.replace('"ha"', 'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    "xml",
    [
        ENTITIES.encode(),
        OUTSIDE.encode(),
        ENTITIES.replace("1.0", '1.0" encoding="UTF-16').encode("utf-16"),
        ("\ufeff" + ENTITIES).encode(),
    ],
)
def test_entities_are_never_expanded_or_fetched(xml: bytes) -> None:
    assert "declares entities" in refusal(with_main(xml)).error


def test_an_encoding_that_hides_something() -> None:
    xml = document(p("a")).replace("UTF-8", "UTF-7")
    assert "unusual encoding" in refusal(with_main(xml)).error


def test_utf_16_is_read() -> None:
    xml = document(p("Vi\u1ec7t Nam")).replace("UTF-8", "UTF-16")
    for encoded in (xml.encode("utf-16"), xml.encode("utf-16-be"), xml.encode("utf-16-le")):
        [block] = accepted(read(with_main(encoded)).tracked).body
        assert getattr(block, "text", "") == "Vi\u1ec7t Nam"


@pytest.mark.parametrize(
    "xml",
    ["", "<w:document", "<a></b>", document(p("a")) + "<more/>", "no xml at all", "<a>&x;</a>"],
)
def test_xml_that_is_not_well_formed(xml: str) -> None:
    assert "is no well-formed XML" in refusal(with_main(xml)).error


def test_a_part_beside_the_text_that_is_not_well_formed() -> None:
    broken = Part("word/styles.xml", OFFICE + "styles", f"{WORDML}styles+xml", b"<w:styles")
    assert "its part word/styles.xml is no" in refusal(package(p("a"), parts=(broken,))).error


def test_a_main_part_without_a_body() -> None:
    assert "holds no text" in refusal(with_main(f"<w:document {SPACES}/>")).error


@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "<w:sdt><w:sdtContent>" * n + "</w:sdtContent></w:sdt>" * n,
        lambda n: p("<w:ins>" * n + "</w:ins>" * n),
        lambda n: "<w:tbl><w:tr><w:tc>" * n + p("x") + "</w:tc></w:tr></w:tbl>" * n,
        lambda n: f"<w:p>{'<x>' * n}<y/>{'</x>' * n}</w:p>",
        lambda n: p("<m:oMath>" + "<m:e>" * n + "</m:e>" * n + "</m:oMath>"),
    ],
)
@pytest.mark.parametrize("depth", [90, 2_000])
def test_nesting_without_end(nested: Callable[[int], str], depth: int) -> None:
    data = package(nested(depth))
    if depth == 90 and "oMath" in nested(1):
        assert accepted(read(data).tracked).body  # a formula is not walked
    else:
        assert "nested deeper" in refusal(data).error


def test_a_note_that_refers_to_itself_ends() -> None:
    assert read(package(p("a", note_ref(2)), footnotes={2: p("n", note_ref(2))})).warnings


def test_a_million_paragraphs() -> None:
    data = package("<w:p/>" * 1_000_000)
    started = time.perf_counter()
    assert "more than 100,000 paragraphs" in refusal(data).error
    assert time.perf_counter() - started < 10


def test_more_pieces_than_any_text_has() -> None:
    limits = replace(Limits(), nodes=5_000)
    assert "far more pieces" in refusal(package(*[p("a")] * 1_000), limits).error


def test_a_huge_word() -> None:
    assert "beyond all measure" in refusal(package(p("x" * 11_000_000))).error


# What is strange and yet read


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("attachedTemplate", "a template kept elsewhere"),
        ("image", "a picture kept elsewhere"),
        ("oleObject", "a linked object kept elsewhere"),
        ("subDocument", "another document kept elsewhere"),
    ],
)
def test_what_lies_elsewhere_is_told_of_and_never_fetched(kind: str, told: str) -> None:
    held = unzipped(package(p("a"), links={"rOut": "http://127.0.0.1:9/x"}))
    name = "word/_rels/document.xml.rels"
    held[name] = held[name].replace(b"relationships/hyperlink", f"relationships/{kind}".encode())
    returned = read(zipped(held))
    assert returned.warnings == (f"The file refers to {told}; it was not fetched.",)


def test_a_template_elsewhere_named_in_the_settings() -> None:
    settings = Part("word/settings.xml", OFFICE + "settings", f"{WORDML}settings+xml", b"<x/>")
    held = unzipped(package(p("a"), parts=(settings,)))
    held["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Target="http://x.example/t.dotm" TargetMode="External" Type="'
        + OFFICE.encode()
        + b'attachedTemplate"/></Relationships>'
    )
    [warning] = read(zipped(held)).warnings
    assert "a template kept elsewhere" in warning


def test_parts_named_with_signs_that_addresses_lack() -> None:
    held = unzipped(package(p("a"), styles="<w:style/>"))
    for item, target in (
        ("my%20styles.xml", b"my%20styles.xml"),
        ("my styles.xml", b"my%20styles.xml"),
        ("my%20styles.xml", b"my styles.xml"),
        ("50%25.xml", b"50%25.xml"),
    ):
        files = {
            name.replace("styles.xml", item): data.replace(b"styles.xml", target)
            for name, data in held.items()
        }
        found, _ = open_package(zipped(files))
        assert found.related("styles") == [f"word/{item}"]
        assert found.data(f"word/{item}") == held["word/styles.xml"]


def test_a_text_in_a_part_named_so() -> None:
    main, listing = ("word/my%20text.xml", "word/_rels/my%20text.xml.rels")
    held = unzipped(package(p("a", note_ref(2)), footnotes={2: p("A note.")}))
    held[main], held[listing] = held.pop(DOC), held.pop("word/_rels/document.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        held[name] = held[name].replace(DOC.encode(), main.encode())
    assert read(zipped(held)).warnings == ()


def test_macros_in_a_part_named_so() -> None:
    data = altered(**{"word/vba%50roject.bin": b"x"})
    assert "contains macros" in refusal(data).error


def test_a_target_outside_the_package_leads_nowhere() -> None:
    held = unzipped(package(p("a"), styles="<w:style/>"))
    name = "word/_rels/document.xml.rels"
    held[name] = held[name].replace(b"styles.xml", b"../../../../etc/passwd")
    found, _ = open_package(zipped(held))
    assert found.related("styles") == []


def test_parts_that_nobody_needs_may_be_broken() -> None:
    theme = Part("word/theme.xml", OFFICE + "theme", "application/xml", b"<broken")
    assert read(package(tbl(tr("a")), parts=(theme,))).warnings == ()


@pytest.mark.parametrize("data", [b"PK", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), b"PK\x03\x04"])
def test_bare_bones_of_a_zip(data: bytes) -> None:
    assert refusal(data).hint
    assert form_of(data) in ("zip cut short", "archive", "docx")
