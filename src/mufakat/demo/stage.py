"""Where the demo plays: a folder of its own, Prefect, and somebody who is told what happens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mufakat.prefect_home import Home
from mufakat.refusal import Refusal
from mufakat.runs import Clockwork

MARKER = ".mufakat-demo"


class Stage:
    """Plays journeys at given moments of the story, and tells of them."""

    def __init__(self, root: Path, clockwork: Clockwork, console: Console) -> None:
        self.root = root
        self._clockwork = clockwork
        self._console = console

    def play(
        self, journey: str, instrument: str, at: datetime, telling: str = "", **parameters: object
    ) -> Any:
        """One journey as a Prefect flow run, at a moment of the story."""
        with self._console.status(telling or "..."):
            return self._clockwork.run(
                journey, ("demo", instrument), instrument=instrument, at=at, **parameters
            )

    def prepare(self, meeting: str, at: datetime) -> Any:
        """Sets the meeting up, and Prefect with it."""
        with self._console.status("Setting up the workspace and Prefect"):
            return self._clockwork.run("start", ("demo", meeting), at=at)

    def check(self, instrument: str, file: Path) -> Any:
        """Has a file checked by the program itself."""
        return self._clockwork.run("check", ("demo", instrument), file=str(file))

    def chapter(self, when: datetime, title: str) -> None:
        """A new chapter: a day in Hà Nội, and what it is about."""
        self._console.print()
        day = f"{when:%A} {when.day} {when:%B %Y}"
        self._console.rule(Text.assemble((day, "dim"), "  ", (title, "bold")), align="left")

    def say(self, text: str) -> None:
        """A few sentences."""
        self._console.print(Padding(text, (0, 0, 0, 2)))

    def show(self, path: Path) -> None:
        """A file that the person can open."""
        self._console.print(f"    -> {near(path)}", style="cyan", soft_wrap=True, markup=False)

    def type(self, typed: str, printed: str) -> None:
        """A command that is typed, and what it says."""
        self._console.print(f"    $ {typed}", style="bold", soft_wrap=True, markup=False)
        for line in printed.splitlines():
            self._console.print(f"      {line}", style="dim", soft_wrap=True, markup=False)

    def row(self, when: str, who: str, what: str, outcome: str) -> None:
        """Something that came, and what came of it; told at once."""
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        for width, ratio in ((12, None), (3, None), (None, 3), (None, 2)):
            table.add_column(width=width, ratio=ratio)
        table.add_row(f"[dim]{when}[/]", who, what, outcome)
        self._console.print(Padding(table, (0, 0, 0, 2)))


def near(path: Path) -> Path:
    """The path as it is typed from the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def make_room(folder: Path) -> Path:
    """An empty folder that is marked as the demo's; a former demo in its place is taken away."""
    root = folder.absolute()
    if root.exists() and not (root.is_dir() and _may_go(root)):
        raise Refusal(
            f"{root} is not empty, and no former demo.", "Name another folder (--dir DIR)."
        )
    try:
        if root.exists():
            _take_away(root)
        root.mkdir(parents=True)
        (root / MARKER).write_text("Made by mufakat demo, which replaces it.\n", encoding="utf-8")
    except OSError as problem:
        raise Refusal(
            f"{root} cannot be made: {problem.strerror or problem}.",
            "Name a folder that can be written to (--dir DIR).",
        ) from problem
    return root


def _may_go(root: Path) -> bool:
    return (root / MARKER).is_file() or not any(root.iterdir())


def _take_away(root: Path) -> None:
    home = Home(root)
    if home.path.is_dir():
        if home.served_at():
            raise Refusal(f"A server is up for {root}.", "Stop it first (Ctrl-C in its terminal).")
        place = home.lock()
        if place is None:
            raise Refusal(
                f"A demo or another command is at work in {root}.",
                "Wait until it has ended, or name another folder (--dir DIR).",
            )
        os.close(place)
    shutil.rmtree(root)


@contextmanager
def raised(folder: Path, console: Console) -> Iterator[Stage]:
    """The stage, with Prefect behind it, while the story lasts."""
    root = make_room(folder)

    def tell(sentence: str) -> None:
        console.print(Padding(f"({sentence}.)", (0, 0, 0, 2)), style="dim")

    with Clockwork(root, tell) as clockwork:
        yield Stage(root, clockwork, console)
