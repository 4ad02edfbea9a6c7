"""Where the record keeps the things that a text holds whole: ``objects/<digest>/`` of a commit.

``object.xml`` is what stands in a paragraph, ``object.json`` says what refers to what, and each
part is a file of its own, named after its bytes: a picture can be looked at as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mufakat import records
from mufakat.edges.ledger import Head, Ledger, Lodged
from mufakat.edges.record_names import OBJECTS
from mufakat.edges.word.kept_object import Kept, Piece, Tie
from mufakat.text.document import Document, Opaque, paragraphs

_XML, _LIST = "object.xml", "object.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    type: str
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class _Listing:
    kind: str
    ties: tuple[Tie, ...] = ()
    parts: tuple[_Part, ...] = ()


def object_files(kept: Mapping[str, Kept], wanted: Iterable[str]) -> dict[str, bytes]:
    """The files by which a commit keeps the wanted of these objects."""
    files: dict[str, bytes] = {}
    for digest in wanted:
        one = kept.get(digest)
        if one is None or not _DIGEST.fullmatch(digest):
            continue
        folder = f"{OBJECTS}/{digest}"
        parts = tuple(_Part(piece.name, piece.type, piece.ties) for piece in one.pieces)
        files[f"{folder}/{_XML}"] = one.xml.encode()
        files[f"{folder}/{_LIST}"] = records.write(_Listing(one.kind, one.ties, parts))
        files |= {f"{folder}/{piece.name}": piece.data for piece in one.pieces}
    return files


def object_digests(document: Document) -> dict[str, None]:
    """The digests of all that a text holds whole, in reading order."""
    return {
        anchor.object.digest: None
        for paragraph in paragraphs(document)
        for anchor in paragraph.anchors
        if isinstance(anchor.object, Opaque)
    }


def new_objects(head: Head, digests: Iterable[str]) -> tuple[str, ...]:
    """Those of the objects that the main line does not keep yet, sorted."""
    new = (one for one in digests if f"{OBJECTS}/{one}/{_LIST}" not in head.files)
    return tuple(sorted(new))


def lodged_objects(ledger: Ledger, head: Head, lodged: Iterable[Lodged]) -> dict[str, str]:
    """The objects that submissions brought and the main line has not, as blob ids by path.

    Of two that are the same the first is taken.
    """
    found: dict[str, str] = {}
    for one in lodged:
        if not one.submission.objects:
            continue
        known = {_folder(path) for path in (*head.files, *found)}
        found |= {
            path: oid
            for path, oid in ledger.repository.tree(one.commit).items()
            if path.startswith(f"{OBJECTS}/") and _folder(path) not in known
        }
    return found


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


@dataclass(slots=True)
class Shelf:
    """The objects of one main-line commit; each is read when it is first asked for."""

    ledger: Ledger
    head: Head
    _read: dict[str, Kept | None] = field(default_factory=dict)

    def find(self, digest: str) -> Kept | None:
        """An object by its digest; None if the commit keeps only its name."""
        if digest not in self._read:
            here = f"{OBJECTS}/{digest}/{_LIST}" in self.head.files
            self._read[digest] = self._made(f"{OBJECTS}/{digest}") if here else None
        return self._read[digest]

    def _made(self, folder: str) -> Kept:
        files = self.ledger.folder(self.head, folder)
        listed = records.read(_Listing, files[_LIST])
        pieces = tuple(Piece(one.name, one.type, files[one.name], one.ties) for one in listed.parts)
        return Kept(listed.kind, files[_XML].decode(), listed.ties, pieces)
