"""A process that takes returned Word files the whole way, and says what memory it held at most.

Prints bytes: the peak of the whole process, libraries and all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.files import whole_step
from bench.table import memory
from mufakat.edges.word.reader import read
from mufakat.text.tracked import accepted


def main(folder: Path) -> None:
    """Brings the files of a folder together; the draft that they came from is ``issued.docx``."""
    base = accepted(read((folder / "issued.docx").read_bytes()).tracked)
    returned = {path.stem: path.read_bytes() for path in sorted(folder.glob("S*.docx"))}
    assert returned, "no file was returned"
    whole_step(base, returned)
    print(memory("VmHWM"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
