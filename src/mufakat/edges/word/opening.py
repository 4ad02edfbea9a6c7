"""A Word file from outside as a package of parts, opened as if it meant harm.

Everything is checked before it is unpacked; what is not needed is never unpacked; nothing is ever
fetched. What cannot be accepted is one ``Refusal`` that says what to do.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.word import read_kind, read_xml
from mufakat.edges.word.read_content_types import ContentTypes
from mufakat.edges.zip_file import unpacked
from mufakat.refusal import Refusal

_MB = 1 << 20
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
_MAIN_TYPES = {_MAIN.format("document"), _MAIN.format("template")}
_AGAIN = "Open the file in Word, save it under a new name, and send the new file."
_UNPACK_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: ``kind`` is the last word of its type; a part or an address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of one Word file. Every reading of a part stays within the limits."""

    def __init__(self, data: bytes, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._data = data
        self._archive = archive
        self._limits = limits
        self._entries = {_key(info.filename): info for info in archive.infolist()}
        self._relations: dict[str, dict[str, Relationship]] = {}
        self.main = ""

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> Iterator[str]:
        """The names of all parts, as the file writes them."""
        return (info.filename for info in self._entries.values())

    def data(self, name: str) -> bytes:
        """A part's bytes. Refuses one that is missing, too large or damaged."""
        info = self._entries.get(_key(name))
        if info is None:
            raise _missing(name)
        if info.file_size > self._limits.part_bytes:
            raise Refusal(
                f"The part {name} of the file unpacks to {_megabytes(info.file_size)}, "
                f"more than the {_megabytes(self._limits.part_bytes)} that are read.",
                "Send the text alone, without pasted-in data, or in several files.",
            )
        try:
            return unpacked(self._data, info)
        except _UNPACK_ERRORS:
            raise _damaged(name) from None

    def root(self, name: str, shorten: Callable[[bytes], bytes] | None = None) -> etree._Element:
        """A part as a tree; ``shorten`` as in ``read_xml.parse``."""
        return read_xml.parse(self.data(name), name, self._limits.nodes, shorten)

    def size(self, name: str) -> int:
        """How large a part says that it is; 0 if it is not there."""
        info = self._entries.get(_key(name))
        return info.file_size if info else 0

    def digest(self, name: str) -> str:
        """The SHA-256 of a part that is kept and not read, taken in pieces; empty if not there."""
        info = self._entries.get(_key(name))
        if info is None:
            return ""
        sha = hashlib.sha256()
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(_MB):
                    sha.update(piece)
        except _UNPACK_ERRORS:
            raise _damaged(name) from None
        return sha.hexdigest()

    def relationships(self, name: str) -> dict[str, Relationship]:
        """What a part refers to, by id."""
        if name not in self._relations:
            self._relations[name] = self._read_relationships(name)
        return self._relations[name]

    def _read_relationships(self, name: str) -> dict[str, Relationship]:
        folder, leaf = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", leaf + ".rels")
        if listing not in self:
            return {}
        found = {}
        for element in self.root(listing).iter(etree.Element):
            ident, target = element.get("Id"), element.get("Target")
            if ident is None or target is None:
                continue
            external = element.get("TargetMode", "").lower() == "external"
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            where = target if external else self._named(_resolved(folder, target))
            found[ident] = Relationship(kind, where, external)
        return found

    def _named(self, name: str) -> str:
        """A part's name as the file writes it, if it is there."""
        info = self._entries.get(_key(name))
        return info.filename if info else name

    def related(self, kind: str) -> list[str]:
        """The parts that the main part has of a kind, in the order of their names."""
        found = {
            relation.target
            for relation in self.relationships(self.main).values()
            if relation.kind == kind and not relation.external and relation.target in self
        }
        return sorted(found)


def open_package(data: bytes, limits: Limits = USUAL) -> tuple[Package, list[str]]:
    """The package of a Word file and what the person should be told of it, or a refusal."""
    form = read_kind.form_of(data)
    if form != "docx":
        raise read_kind.refuse(form)
    package = open_archive(data, limits)
    package.main = _main_part(package)
    return package, _doubtful(package)


def open_archive(data: bytes, limits: Limits = USUAL) -> Package:
    """The members of any zip from outside, once they are known to stay within the limits."""
    if len(data) > limits.file_bytes:
        raise Refusal(
            f"The file is {_megabytes(len(data))} large; at most {_megabytes(limits.file_bytes)} "
            "are taken in.",
            "In Word compress or take out the pictures (Picture Format, Compress Pictures).",
        )
    # Counting signatures is cheap and comes before the list of members is built.
    if data.count(b"PK\x01\x02") > limits.entries:
        raise _bomb(f"it holds more than {limits.entries} parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNPACK_ERRORS:
        raise read_kind.refuse("zip cut short") from None
    _check_entries(archive.infolist(), limits)
    return Package(data, archive, limits)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    unpacked = packed = last = 0
    for info in sorted(entries, key=lambda entry: entry.header_offset):
        _check_name(info.orig_filename, seen)
        if info.flag_bits & 0x1:
            raise read_kind.refuse("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("The file is packed in a way that Word does not use.", _AGAIN)
        if info.header_offset < last:
            raise _bomb("its parts lie on top of each other")
        last = info.header_offset + 30 + info.compress_size
        unpacked += info.file_size
        packed += info.compress_size
        if info.file_size > max(limits.ratio_from, limits.ratio * info.compress_size):
            raise _bomb(f"one part unpacks to more than {limits.ratio} times its size")
    if unpacked > limits.unpacked_bytes:
        raise _bomb(f"it unpacks to {_megabytes(unpacked)}")
    if unpacked > max(limits.ratio_from, limits.ratio * packed):
        raise _bomb(f"it unpacks to more than {limits.ratio} times its size")


def _check_name(name: str, seen: set[str]) -> None:
    plain = _key(name)
    if plain in seen:
        raise Refusal(f"The file holds two parts with one name ({_short(name)}).", _AGAIN)
    seen.add(plain)
    if plain.startswith("/") or "\\" in plain or ":" in plain or ".." in plain.split("/"):
        raise Refusal(
            f"The file holds a part whose name points outside it ({_short(name)}).", _AGAIN
        )


def _main_part(package: Package) -> str:
    for needed in (_CONTENT_TYPES, "_rels/.rels"):
        if needed not in package:
            raise _missing(needed)
    found = [r for r in package.relationships("").values() if r.kind == "officeDocument"]
    if not found or found[0].external:
        raise Refusal("The file does not say which of its parts is the text.", _AGAIN)
    main = found[0].target
    kinds = ContentTypes(package.root(_CONTENT_TYPES))
    if kinds.macros or any(re.search("vbaproject|vbadata", _key(n)) for n in package.names()):
        raise Refusal(
            "The file contains macros (small programs), which are never taken in.",
            "In Word choose Save As, Word Document (.docx), which leaves the macros out.",
        )
    kind = kinds.of(main)
    if kind not in _MAIN_TYPES:
        for word, form in (("spreadsheetml", "excel"), ("presentationml", "powerpoint")):
            if word in kind:
                raise read_kind.refuse("excel" if form == "excel" else "powerpoint")
        raise Refusal("The file says of itself that it is not a Word document.", _AGAIN)
    if main not in package:
        raise _missing(main)
    return main


def _doubtful(package: Package) -> list[str]:
    warnings = []
    settings = package.related("settings")
    sources = [package.main, *settings, *package.related("header"), *package.related("footer")]
    outside: dict[str, int] = {}
    for source in sources:
        for relation in package.relationships(source).values():
            if relation.external and relation.kind != "hyperlink":
                outside[relation.kind] = outside.get(relation.kind, 0) + 1
    for kind in sorted(outside):
        what = _OUTSIDE.get(kind, "something")
        warnings.append(f"The file refers to {what} kept elsewhere; it was not fetched.")
    return warnings


_OUTSIDE = {
    "attachedTemplate": "a template",
    "image": "a picture",
    "oleObject": "a linked object",
    "subDocument": "another document",
    "frame": "a web page",
    "aFChunk": "another document",
    "mailMergeSource": "a list of addresses",
}


def _key(name: str) -> str:
    """What equal names have in common: a space may be written ``%20``, and case makes none."""
    return unquote(name).lower()


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/")


def _bomb(why: str) -> Refusal:
    return Refusal(
        f"The file is packed in a way that no ordinary Word file is: {why}.",
        "The file may have been made to do harm. Save your text as a new Word file and send it.",
    )


def _missing(name: str) -> Refusal:
    return Refusal(f"The file is no whole Word file: its part {_short(name)} is missing.", _AGAIN)


def _damaged(name: str) -> Refusal:
    return Refusal(f"The file is damaged: its part {_short(name)} cannot be unpacked.", _AGAIN)


def _megabytes(size: int) -> str:
    return f"{size / _MB:,.0f} MB"


def _short(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name[:60])
