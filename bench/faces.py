"""What a person waits for: the command line's start, and a step's orchestration."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.table import Measure

_PAIRS = (  # texts of about the same length
    ("dialogue-china", "dialogue-japan"),
    ("dialogue-india", "dialogue-russia"),
    ("dialogue-apt", "dialogue-itu"),
)
MUFAKAT = (sys.executable, "-m", "mufakat")


def measures() -> list[Measure]:
    """The rows of the faces."""
    with tempfile.TemporaryDirectory() as folder:
        home, earlier = Path(folder) / "meeting", Path(folder) / "earlier"
        _run("new", str(home))
        started = min(_run("--workspace", str(home), "status", "--json") for _ in range(5))
        bare = {**os.environ, "XDG_CACHE_HOME": str(Path(folder) / "cache")}  # a new machine's
        _run("new", str(earlier))
        first = _run("--workspace", str(earlier), "draft", "joint-statement", env=bare)
        drafted = _run("--workspace", str(home), "draft", "joint-statement", env=bare)
        service = _service(home, "adm2030")
        with _served(home):
            _run("--workspace", str(home), "draft", "adm2025-review")
            handed = min(
                _run("--workspace", str(home), "draft", name) - _service(home, other)
                for name, other in _PAIRS
            )
    return [
        Measure(
            "command line start without a flow (status)",
            f"{started:.2f} s",
            "0.3 s",
            started <= 0.3,
        ),
        Measure(
            "one step's orchestration on the embedded server (draft, from process start)",
            f"{drafted - service:.1f} s over the bare service ({drafted:.1f} s / {service:.1f} s);"
            f" {first - service:.1f} s the first time on a machine",
            "8 s",
            drafted - service <= 8,
        ),
        Measure(
            "one step's orchestration while serve runs (draft, from process start)",
            f"{handed:.2f} s over the bare service",
            "0.5 s",
            handed <= 0.5,
        ),
    ]


@contextmanager
def _served(home: Path) -> Iterator[None]:
    """While the block lasts, the workspace is served."""
    words = [*MUFAKAT, "--workspace", str(home), "serve", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        while "Prefect is at" not in serving.stdout.readline():
            assert serving.poll() is None
        yield
        serving.terminate()


def _run(*arguments: str, env: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    subprocess.run([*MUFAKAT, *arguments], check=True, capture_output=True, env=env)
    return time.perf_counter() - start


def _service(home: Path, instrument: str) -> float:
    """The same step as a bare service in a process of its own, on another instrument."""
    code = (
        "import datetime, pathlib, time\n"
        "start = time.perf_counter()\n"
        "from mufakat.edges.workspace import Workspace\n"
        "from mufakat.services.draft_instrument import draft_instrument\n"
        f"workspace = Workspace.open(pathlib.Path({str(home)!r}))\n"
        f"draft_instrument(workspace, {instrument!r}, now=datetime.datetime.now(datetime.UTC))\n"
        "print(time.perf_counter() - start)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)
