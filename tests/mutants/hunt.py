"""One mutant at a time in a copy of the program, until a test notices it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.unshrunk import PROFILE

ROOT = Path(__file__).parents[2]
TESTS = ("tests/corpus", "tests/change")
LEAVE_OUT = shutil.ignore_patterns("__pycache__", "demo", "samples", "flows", "templates")
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small realistic mistake: ``old``, which stands once in ``file``, becomes ``new``."""

    name: str
    file: str
    old: str
    new: str
    harm: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant; ``by`` is the test that noticed it, or what went wrong."""

    mutant: Mutant
    word: str
    by: str = ""

    @property
    def good(self) -> bool:
        """Whether the tests did what they are there for."""
        return self.word == "killed"


NONE = Mutant("none", "", "", "", "")


@contextmanager
def program() -> Iterator[Path]:
    """A copy of the program and its tests as they are now."""
    with tempfile.TemporaryDirectory(prefix="program-") as name:
        for part in ("src", "tests", "docs"):
            shutil.copytree(ROOT / part, Path(name) / part, ignore=LEAVE_OUT)
        shutil.copy(ROOT / "pyproject.toml", name)
        yield Path(name)


def hunt(mutant: Mutant, program: Path) -> Verdict:
    """Whether a test notices the mutant of a program; ``NONE`` is the program as it is."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        folder = Path(name) / "program"
        shutil.copytree(program, folder)
        if mutant is not NONE and not _apply(mutant, folder):
            return Verdict(mutant, "DOES NOT APPLY", f"not once in {mutant.file}")
        try:
            return _tried(mutant, folder)
        except subprocess.TimeoutExpired:
            return Verdict(mutant, "killed", "the tests no longer end")


def _apply(mutant: Mutant, folder: Path) -> bool:
    path = folder / "src" / "mufakat" / mutant.file
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    if source.count(mutant.old) != 1:
        return False
    path.write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")
    return True


def _tried(mutant: Mutant, folder: Path) -> Verdict:
    command = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "tests.mutants.unshrunk")
    paths = os.pathsep.join((str(folder), str(folder / "src")))
    done = subprocess.run(
        (*command, "-p", "no:cacheprovider", *TESTS),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "HYPOTHESIS_PROFILE": PROFILE},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode == 0:
        return Verdict(mutant, "SURVIVED")
    noticed = re.search(r"^FAILED (?:tests/)?(\S+)", done.stdout, re.MULTILINE)
    if noticed is None:
        return Verdict(mutant, "BROKEN", (done.stdout + done.stderr)[-300:])
    return Verdict(mutant, "killed", noticed[1])
