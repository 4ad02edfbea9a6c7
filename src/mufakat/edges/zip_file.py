"""Zip archives: one made of its parts, and a part's bytes taken out of one.

Not left to ``zipfile``, which packs every part of every file anew: nine in ten parts of a Word
file are its template's, the same in every file, and are packed once. libdeflate packs and unpacks,
twice as fast as zlib; a version of it gives the same bytes on every machine, while zlib is
whichever the machine has. The layout is that of PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7
(local headers), 4.3.12 and 4.3.16 (directory).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from deflate import DeflateError, crc32, deflate_compress, deflate_decompress

_EFFORT = 1  # of packing: three times as fast as the usual 6, for a file a quarter larger
_PACKED = (".png", ".jpeg", ".gif", ".xlsx")  # what is small already
_SMALL = 64 * 1024  # bytes of a part that is remembered packed
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_NEEDED = 20  # the version of the format that knows both
_UNIX = 3 << 8
_FILE = 0o644 << 16
_UTF8 = 0x800
_LOCAL, _LISTED, _LAST = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEADER = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class _Part(NamedTuple):
    method: int
    check: int
    size: int
    data: bytes


def zipped(parts: Iterable[tuple[str, bytes]], when: datetime) -> bytes:
    """The archive with these parts, by name and in this order: the same bytes for the same ones.

    ``when`` dates them. It holds at most 65,535 parts and 4 GB, far more than any file that is
    read here may have.
    """
    year, month, day, hour, minute, second = max(_EARLIEST, when.astimezone(UTC).timetuple()[:6])
    moment = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, data in parts:
        part = _remembered(data, name) if len(data) <= _SMALL else _part(data, name)
        said = name.encode()
        about = (
            _NEEDED, 0 if name.isascii() else _UTF8, part.method, *moment,
            part.check, len(part.data), part.size, len(said), 0,
        )  # fmt: skip
        header = _HEADER.pack(_LOCAL, *about)
        directory += _ENTRY.pack(_LISTED, _UNIX | _NEEDED, *about, 0, 0, 0, _FILE, at), said
        body += header, said, part.data
        at += len(header) + len(said) + len(part.data)
    listing = b"".join(directory)
    count = len(directory) // 2
    end = _END.pack(_LAST, 0, 0, count, count, len(listing), at, 0)
    return b"".join((*body, listing, end))


def _part(data: bytes, name: str) -> _Part:
    if name.endswith(_PACKED):
        return _Part(_STORED, crc32(data), len(data), data)
    return _Part(_DEFLATED, crc32(data), len(data), bytes(deflate_compress(data, _EFFORT)))


_remembered = lru_cache(maxsize=128)(_part)


def unpacked(archive: bytes, entry: zipfile.ZipInfo) -> bytes:
    """A part's bytes, as many as its entry says: never more are made.

    Raises ``zipfile.BadZipFile`` if the part is damaged or the entry tells a lie about it.
    """
    start = entry.header_offset + _HEADER.size
    head = archive[entry.header_offset : start]
    if len(head) < _HEADER.size:
        raise zipfile.BadZipFile("cut short")
    sign, _, flags, *_, name, extra = _HEADER.unpack(head)
    said = archive[start : start + name].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    if sign != _LOCAL or said != entry.orig_filename:
        raise zipfile.BadZipFile("another part")
    start += name + extra
    data = archive[start : start + entry.compress_size]
    if entry.compress_type == _DEFLATED:
        try:
            data = bytes(deflate_decompress(data, entry.file_size))
        except DeflateError:
            raise zipfile.BadZipFile("no packed data") from None
    if len(data) != entry.file_size or crc32(data) != entry.CRC:
        raise zipfile.BadZipFile("not what was packed")
    return data
