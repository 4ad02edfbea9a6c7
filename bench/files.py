"""Word files: reading a return, writing the consolidated text, and the whole way for eleven."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lxml import etree

from bench.core import merged
from bench.planted import Planted, plant
from bench.table import Measure, by_turns, seconds
from mufakat.change.amendment import Merge
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.show.compilation import compilation
from mufakat.change.show.track import track
from mufakat.edges.sheet import matrix_xlsx
from mufakat.edges.word.check import meaning_kept
from mufakat.edges.word.fingerprint import FileKind, Fingerprint
from mufakat.edges.word.forms import certificate_docx, matrix_docx
from mufakat.edges.word.reader import read
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.procedure.certificate import Law, certificate
from mufakat.procedure.matrix import rows
from mufakat.text.document import Document
from mufakat.text.numbering import labels
from mufakat.text.tracked import (
    TrackedDocument,
    accepted,
)
from mufakat.text.tracking import tracked

TEMPLATES = Path(__file__).parents[1] / "templates/word"
WHEN = datetime(2025, 12, 1, tzinfo=UTC)
STAMP = "2025-12-01T00:00:00Z"
PARAGRAPHS = 400  # about 60 pages
SEVERAL = 4
SETTLED = 12  # runs more, in which the other's host goes on compiling what it runs
OFTEN = 40  # what takes milliseconds is disturbed by whatever else the machine does


@cache
def template(name: str) -> WordTemplate:
    """One of the project's Word templates."""
    return WordTemplate(name, (TEMPLATES / f"{name}.docx").read_bytes())


def word(text: TrackedDocument, kind: FileKind, shell: str = "issued") -> bytes:
    """A Word file of a text."""
    fingerprint = Fingerprint("benchmark", "zero", "0" * 40, "0" * 64, kind)
    return write(text, template(shell), {"title": "Benchmark"}, fingerprint, when=WHEN)


def returns(planted: Planted) -> tuple[Document, bytes, dict[str, bytes]]:
    """The base, its issued file, and each delegation's file with tracked changes."""
    base, texts, _ = merged(planted)
    files = {}
    for state, text in texts.items():
        alone = merge(base, {state: diff(base, text)}, [state])
        files[state] = word(track(alone, {state: STAMP}), "issued")
    return base, word(tracked(base), "issued"), files


def unzip_and_parse(data: bytes) -> int:
    """What any reader must do: unpack every XML part and parse it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(n) for n in package.namelist() if n.endswith((".xml", ".rels"))]
    return sum(len(etree.fromstring(part, parser)) for part in parts)


def parsed(data: bytes) -> list[etree._Element]:
    """The XML parts of a Word file, the text's own part first."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        names.sort(key=lambda name: name != "word/document.xml")
        return [etree.fromstring(package.read(name)) for name in names]


def serialise(parts: Sequence[etree._Element]) -> int:
    """What any writer must do: make bytes of every XML part."""
    return sum(len(etree.tostring(part, encoding="UTF-8")) for part in parts)


def brought_together(base: Document, files: dict[str, bytes]) -> Merge:
    """What the returned files say, compared with the base and merged."""
    scripts = {state: diff(base, accepted(read(data).tracked)) for state, data in files.items()}
    return merge(base, scripts, tuple(files))


def consolidated(whole: Merge) -> bytes:
    """One Word file with everybody's tracked changes, read back and checked."""
    changes = track(whole, dict.fromkeys(whole.states, STAMP))
    data = word(changes, "tracked")
    found = meaning_kept(changes, data)
    assert not found, found
    return data


def whole_step(base: Document, files: dict[str, bytes]) -> None:
    """The consolidated file, and compilation, both matrices and the certificate beside it."""
    merge_ = brought_together(base, files)
    consolidated(merge_)
    compiled = tracked(compilation(merge_))
    data = word(compiled, "compilation", "compilation")
    assert not meaning_kept(compiled, data)
    lines = rows(merge_, labels(base), "BENCH")
    seal = Fingerprint("benchmark", "zero", "0" * 40, "0" * 64, "matrix")
    said = dict.fromkeys(("title", "symbol", "meeting", "marking", "date", "secretariat"), "-")
    said |= {"place_dates": "-", "draft": "-"}
    matrix_docx(lines, template("matrix"), said, seal, when=WHEN)
    matrix_xlsx(lines, said, seal, when=WHEN)
    laws = [Law("order", True, "")]
    paper = certificate(
        merge_, laws, instrument="benchmark", draft="zero", round=1, digest="0" * 64, when=WHEN
    )
    certificate_docx(paper, template("certificate"), said, seal, when=WHEN)


def measures() -> list[Measure]:
    """The rows of the Word files."""
    base, issued, files = returns(plant(11, PARAGRAPHS, 60))
    one = next(iter(files.values()))
    bound, spent = by_turns(
        OFTEN, seconds(lambda: unzip_and_parse(one)), seconds(lambda: read(one))
    )
    return [
        Measure(
            "read one tracked 60-page return",
            f"{spent / bound:.1f}x unzip + lxml parse ({spent:.2f} s / {bound:.3f} s)",
            "2x",
            spent <= 2 * bound,
        ),
        _writing(base, files),
        *_against(base, issued, files),
        _memory(issued, files),
    ]


def _writing(base: Document, files: dict[str, bytes]) -> Measure:
    whole = track(brought_together(base, files), dict.fromkeys(files, STAMP))
    main, *others = parsed(word(whole, "tracked"))
    spent, first, rest = by_turns(
        OFTEN,
        seconds(lambda: word(whole, "tracked")),
        seconds(lambda: serialise([main])),
        seconds(lambda: serialise(others)),
    )
    bound = first + rest
    result = (
        f"{spent / bound:.1f}x serialising its XML parts ({spent:.3f} s / {bound:.4f} s); "
        f"{spent / first:.1f}x the text's part alone"
    )
    return Measure(
        "write the consolidated Word file of 400 paragraphs", result, "3x", spent <= 3 * bound
    )


def _against(base: Document, issued: bytes, files: dict[str, bytes]) -> list[Measure]:
    what = "11 returned files to one consolidated Word file, read back and checked"
    more = "... and compilation, matrix in Word and XLSX, certificate"
    own = (
        seconds(lambda: consolidated(brought_together(base, files))),
        seconds(lambda: whole_step(base, files)),
    )
    whole, step = by_turns(SEVERAL, *own)
    if importlib.util.find_spec("docx_scalpel") is None:
        none = "docx-scalpel is not installed"
        return [
            Measure(what, f"{whole:.2f} s; {none}", "10x less"),
            Measure(more, f"{step:.2f} s; {none}", "5x less"),
        ]
    consolidate = _scalpel(issued, files)
    [other], [settled] = by_turns(SEVERAL, consolidate), by_turns(SETTLED, consolidate)
    whole, step = map(min, (whole, step), by_turns(SEVERAL, *own))
    return [
        Measure(what, _ratio(other, settled, whole), "10x less", other >= 10 * whole),
        Measure(more, _ratio(other, settled, step), "5x less", other >= 5 * step),
    ]


def _memory(issued: bytes, files: dict[str, bytes]) -> Measure:
    """The whole step in a process of its own that finds nothing but the files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"issued": issued, **files}.items():
            Path(folder, f"{name}.docx").write_bytes(data)
        command = [sys.executable, "-m", "bench.whole_step", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak = int(done.stdout)
    what = "... peak memory of a whole process that takes that step"
    return Measure(what, f"{peak >> 20} MB", "300 MB", peak <= 300 << 20)


def _ratio(other: float, settled: float, own: float) -> str:
    return (
        f"{other / own:.1f}x less CPU than docx-scalpel, warm ({own:.2f} s / {other:.2f} s); "
        f"{settled / own:.1f}x less than once it has done it ten times ({settled:.2f} s)"
    )


def _scalpel(issued: bytes, files: dict[str, bytes]) -> Callable[[], float]:
    """Runs docx-scalpel's consolidate with its host warm; CPU seconds, its own process included."""
    docx_scalpel = importlib.import_module("docx_scalpel")
    reviewers = [docx_scalpel.DocxDiffReviewer(data, state) for state, data in files.items()]

    def consolidate() -> float:
        before = _seconds()
        docx_scalpel.docx_diff_consolidate(issued, reviewers)
        return _seconds() - before

    consolidate()
    return consolidate


def _seconds() -> float:
    """CPU seconds of this process and of its living children (Linux: from /proc)."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() or stat.parent.name == str(os.getpid()):
            total += (int(fields[11]) + int(fields[12])) / ticks
    return total
