"""One folder of the corpus, read: a base, what each delegation sent back, remarks and rulings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mufakat.change.amendment import Remark
from mufakat.change.fragment import bare
from mufakat.edges.other_formats import read_draft, read_untracked
from mufakat.text.document import Document, paragraphs
from mufakat.text.markup import parse
from mufakat.text.tracked import accepted

FOLDER = Path(__file__).parent
ROSTER = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
DISPOSITIONS = ("accept", "defer", "not accept")

_REMARK = re.compile(r"(?P<state>[A-Z]{3}) on (?P<block>\w+)(?: “(?P<words>.*?)”)?: (?P<text>.+)")
_RULING = re.compile(
    rf"(?P<what>{'|'.join(DISPOSITIONS)}) (?P<state>[A-Z]{{3}})(?:: (?P<words>.+))?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The chair's word on the one proposal of a delegation that these words are found in."""

    disposition: str
    sponsor: str
    words: str


@dataclass(frozen=True, slots=True)
class Case:
    """A negotiation: ``texts`` are by delegation; ``later`` those lodged on the next text."""

    name: str
    base: Document
    texts: Mapping[str, Document]
    remarks: tuple[Remark, ...] = ()
    rulings: tuple[Said, ...] = ()
    later: Mapping[str, Document] = field(default_factory=dict)
    roster: tuple[str, ...] = ROSTER

    def without_ids(self) -> Case:
        """The same with every submission as a program gives it back that loses ids."""
        texts = {state: bare(text) for state, text in self.texts.items()}
        later = {state: bare(text) for state, text in self.later.items()}
        return replace(self, texts=texts, later=later)


def folders() -> list[Path]:
    """The folders of the corpus that hold texts, in the order of their numbers."""
    return sorted(base.parent for base in FOLDER.glob("*/base.*"))


def load(folder: Path) -> Case:
    """The case in a folder; what is not written in the project's own Markdown goes by pandoc."""
    base = _base(folder)
    rulings, later = _rulings(folder), _texts(folder / "next")
    return Case(folder.name, base, _texts(folder), _remarks(folder, base), rulings, later)


def written(folder: Path) -> list[Path]:
    """The files of a folder that are texts in the project's own Markdown."""
    named = {"base", "next", *ROSTER}
    return sorted(path for path in folder.rglob("*.md") if path.stem in named)


def _base(folder: Path) -> Document:
    for path in folder.glob("base.*"):
        if path.suffix == ".md":
            return parse(path.read_text(encoding="utf-8"))
        return read_draft(path.read_bytes(), path.name)[0]
    raise FileNotFoundError(f"{folder.name} has no base")


def _texts(folder: Path) -> dict[str, Document]:
    found = {path.stem: path for path in folder.glob("*.*") if path.stem in ROSTER}
    return {state: _text(found[state]) for state in ROSTER if state in found}


def _text(path: Path) -> Document:
    if path.suffix == ".md":
        return parse(path.read_text(encoding="utf-8"))
    return accepted(read_untracked(path.read_bytes(), path.name).tracked)


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _remarks(folder: Path, base: Document) -> tuple[Remark, ...]:
    """Lines such as ``LAO on p1 “strong”: What is meant?``"""
    texts = {paragraph.id: paragraph.text for paragraph in paragraphs(base)}
    out = []
    for n, line in enumerate(_lines(folder / "remarks.txt"), 1):
        found = _REMARK.fullmatch(line)
        assert found, f"{folder.name}/remarks.txt: {line}"
        block, words = found["block"], found["words"] or ""
        start = texts[block].index(words)
        end = start + len(words)
        out.append(Remark(f"{n}", found["state"], found["text"], block, start, end, words))
    return tuple(out)


def _rulings(folder: Path) -> tuple[Said, ...]:
    """Lines such as ``accept BRN: resilient``; ``defer BRN`` is all of Brunei's."""
    out = []
    for line in _lines(folder / "rulings.txt"):
        found = _RULING.fullmatch(line)
        assert found, f"{folder.name}/rulings.txt: {line}"
        out.append(Said(found["what"], found["state"], found["words"] or ""))
    return tuple(out)
