"""Pictures of an OpenDocument text come with their bytes, as those of a Word file do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edges.word import things
from tests.edges.word.builder import p, package, r

from mufakat.edges.limits import Limits
from mufakat.edges.other_formats import read_draft, read_untracked
from mufakat.text.document import Document, Opaque, digest, paragraphs
from mufakat.text.tracked import accepted

MAP = things.media(things.png())
FILE = package(p("See ", r(things.picture("rId1", "A map")), " here."), parts=(MAP,))


@pytest.fixture(scope="module")
def odt(convert: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("odt") / "a.docx"
    source.write_bytes(FILE)
    return convert(source, "odt").read_bytes()


def held(document: Document) -> list[object]:
    return [anchor.object for one in paragraphs(document) for anchor in one.anchors]


def test_a_picture_is_the_same_as_in_the_word_file(odt: bytes) -> None:
    returned = read_untracked(odt, "a.odt")
    assert held(accepted(returned.tracked)) == [Opaque("picture", digest(MAP.data), "A map")]
    assert returned.warnings == ()
    kept = returned.objects[digest(MAP.data)]
    assert kept.picture is not None
    assert kept.picture.data == MAP.data
    assert kept.size == pytest.approx((85, 85), abs=1)


def test_a_draft_brings_its_pictures(odt: bytes) -> None:
    document, warnings, objects = read_draft(odt, "a.odt")
    assert held(document) == [Opaque("picture", digest(MAP.data), "A map")]
    assert warnings == ()
    assert list(objects) == [digest(MAP.data)]


def test_a_picture_beyond_the_limit_is_named(odt: bytes) -> None:
    _, warnings, objects = read_draft(odt, "a.odt", Limits(object_bytes=10))
    assert warnings == (
        "A picture in paragraph 1 (“See here.”) cannot be carried; its name stands in its place.",
    )
    assert not objects
