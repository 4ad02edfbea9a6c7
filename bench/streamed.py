"""A process that consolidates texts as they come, one at a time, and says what it held at most.

Prints three numbers of bytes: resident before the first text, at the peak, and the text given.
"""

from __future__ import annotations

import gc
import sys

from bench.planted import plant
from bench.table import memory
from bench.texts import document, submitted
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import Document, paragraphs


def main(states: int, edited: int, edits: int) -> None:
    """Streams a planted negotiation."""
    planted = plant(states, edited, edits)
    base = document(planted.base)
    gc.collect()
    baseline = memory("VmRSS")
    given, scripts = _size(base), {}
    for state in planted.changes:
        text = submitted(planted, state)
        given += _size(text)
        scripts[state] = diff(base, text)
    merge(base, scripts, tuple(scripts))
    print(baseline, memory("VmHWM"), given)


def _size(text: Document) -> int:
    return sum(len(p.text.encode()) for p in paragraphs(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
