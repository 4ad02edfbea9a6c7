"""A process that consolidates texts as they come, one at a time, and says what it held at most.

Prints three numbers of bytes: resident before the first text, at the peak, and the text given.
"""

from __future__ import annotations

import gc
import resource
import sys
from pathlib import Path

from bench.planted import plant
from bench.texts import document, submitted
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import Document, paragraphs

_STATUS = Path("/proc/self/status")


def main(states: int, edited: int, edits: int) -> None:
    """Streams a planted negotiation."""
    planted = plant(states, edited, edits)
    base = document(planted.base)
    gc.collect()
    baseline = _memory("VmRSS")
    given, scripts = _size(base), {}
    for state in planted.changes:
        text = submitted(planted, state)
        given += _size(text)
        scripts[state] = diff(base, text)
    merge(base, scripts, tuple(scripts))
    print(baseline, _memory("VmHWM"), given)


def _size(text: Document) -> int:
    return sum(len(p.text.encode()) for p in paragraphs(text))


def _memory(name: str) -> int:
    """Bytes by the kernel's name; where there is no /proc, the peak so far."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Not ru_maxrss: a process that was started by a larger one inherits that one's peak.
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(lines[name].split()[0]) * 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
