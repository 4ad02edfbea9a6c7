"""Archives that every program opens, the same bytes for the same parts; parts come out whole."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.edges.zip_file import unpacked, zipped

WHEN = datetime(2025, 11, 10, 9, 30, 15, tzinfo=UTC)
_NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)
_ENDINGS = st.sampled_from(("", ".xml", ".png", "/part.rels"))
_names = st.builds(str.__add__, _NAMES, _ENDINGS)


def opened(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


@given(st.dictionaries(_names, st.binary(max_size=300), max_size=5))
def test_an_archive_holds_its_parts_in_their_order(parts: dict[str, bytes]) -> None:
    archive = opened(zipped(parts.items(), WHEN))
    assert archive.namelist() == list(parts)
    assert {name: archive.read(name) for name in archive.namelist()} == parts


def test_a_large_part_is_packed_too() -> None:
    words = b"The Meeting welcomed the progress made. " * 5_000
    data = zipped([("word/document.xml", words)], WHEN)
    assert opened(data).read("word/document.xml") == words
    assert len(data) < len(words) / 50


def test_a_picture_is_not_packed_again() -> None:
    archive = opened(zipped([("a.png", b"a" * 500), ("a.xml", b"a" * 500)], WHEN))
    picture, text = archive.infolist()
    assert (picture.compress_type, picture.compress_size) == (zipfile.ZIP_STORED, 500)
    assert text.compress_type == zipfile.ZIP_DEFLATED
    assert text.compress_size < 50


def test_the_same_bytes_under_two_names_are_each_packed_by_their_name() -> None:
    data = b"a" * 500
    first = [entry.compress_type for entry in opened(zipped([("a.xml", data)], WHEN)).infolist()]
    again = [entry.compress_type for entry in opened(zipped([("a.png", data)], WHEN)).infolist()]
    assert first + again == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]


def test_the_same_parts_and_moment_give_the_same_bytes() -> None:
    parts = [("a.xml", b"a" * 500), ("é.xml", b"b")]
    there = WHEN.astimezone(timezone(timedelta(hours=7)))
    assert zipped(parts, WHEN) == zipped(parts, there)
    assert zipped(parts, WHEN) != zipped(parts, WHEN + timedelta(minutes=1))


def test_parts_are_dated_in_universal_time_and_never_before_zips_were() -> None:
    [entry] = opened(zipped([("a", b"")], WHEN)).infolist()
    assert entry.date_time == (2025, 11, 10, 9, 30, 14)
    [old] = opened(zipped([("a", b"")], datetime(1970, 1, 1, tzinfo=UTC))).infolist()
    assert old.date_time == (1980, 1, 1, 0, 0, 0)


def test_parts_may_be_read_by_everybody_who_unpacks_them() -> None:
    [entry] = opened(zipped([("a", b"a")], WHEN)).infolist()
    assert entry.external_attr >> 16 == 0o644


@given(st.dictionaries(_names, st.binary(max_size=300), max_size=5), st.booleans())
def test_parts_come_out_of_any_archive_as_they_went_in(
    parts: dict[str, bytes], stored: bool
) -> None:
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    for archive in (buffer.getvalue(), zipped(parts.items(), WHEN)):
        entries = zipfile.ZipFile(io.BytesIO(archive)).infolist()
        assert {one.filename: unpacked(archive, one) for one in entries} == parts


@given(st.binary(max_size=300), st.data())
def test_a_damaged_part_is_refused_or_comes_out_as_it_was(part: bytes, data: st.DataObject) -> None:
    archive = bytearray(zipped([("a.xml", part), ("b.png", part)], WHEN))
    entries = zipfile.ZipFile(io.BytesIO(archive)).infolist()
    at = data.draw(st.integers(0, entries[1].header_offset + 40 + len(part)))
    archive[at] ^= data.draw(st.integers(1, 255))
    for entry in entries:
        try:
            assert unpacked(bytes(archive), entry) == part
        except zipfile.BadZipFile:
            continue


@pytest.mark.parametrize("said", [10, 99, 101, 100_000])
def test_a_part_that_lies_about_its_size_is_refused(said: int) -> None:
    archive = zipped([("a.xml", b"a" * 100)], WHEN)
    [entry] = opened(archive).infolist()
    entry.file_size = said
    with pytest.raises(zipfile.BadZipFile):
        unpacked(archive, entry)


def test_a_part_that_is_not_where_it_should_be_is_refused() -> None:
    archive = zipped([("a.xml", b"a" * 100), ("b.xml", b"a" * 100)], WHEN)
    first, second = opened(archive).infolist()
    first.header_offset = second.header_offset
    with pytest.raises(zipfile.BadZipFile):
        unpacked(archive, first)
    first.header_offset = len(archive) - 5
    with pytest.raises(zipfile.BadZipFile):
        unpacked(archive, first)
