"""The warm worker: carries out at once what commands hand over, and what falls due when it does.

Run as ``python -m mufakat.serving.worker WORKSPACE [NAME]`` by ``mufakat serve``, with Prefect's
address in the environment; its runs bear the ``NAME`` as a tag on a server that others use too. It
may be killed at any moment: what it had begun, a command or the next sweep finishes.
"""

from __future__ import annotations

import importlib
import logging
import os
import pkgutil
import sys
import threading
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mufakat import flows
from mufakat.child import STOP_SECONDS, say_up, when_parent_ends
from mufakat.edges.workspace import MEETING_FILE, Workspace
from mufakat.handover import Counter, Journey, serve
from mufakat.prefect_home import answers
from mufakat.procedure.due import Due
from mufakat.refusal import Refusal
from mufakat.runs import Clockwork
from mufakat.services.due import what_is_due
from mufakat.services.post import FOLDER
from mufakat.services.send_mail import anything_waits
from mufakat.serving.heartbeats import watch_heartbeats
from mufakat.serving.interrupted import mark_interrupted
from mufakat.serving.patience import Patience

AT_ONCE = 8
EVERY = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
"""Moments count to the second: what is due at one is due once that second is over."""
PATIENCE = 120.0  # seconds in which Prefect's server comes up, on a new database too

_log = logging.getLogger(__name__)


class Worker:
    """Journeys from whoever comes, each on a thread; and the look at what is due."""

    def __init__(self, root: Path, clockwork: Clockwork, *tags: str) -> None:
        self._root = root
        self._tags = tags
        self._clockwork = clockwork
        self._woken = threading.Event()
        self._patience = Patience()
        self._edited: frozenset[tuple[str, int]] | None = None
        self._counter = Counter(clockwork.home.path)
        self._ended = False

    def work(self) -> None:
        """Takes journeys in until ``end`` is called, then finishes those in hand."""
        looking = threading.Thread(target=self._look, daemon=True)
        looking.start()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while not self._ended:
                caller = self._counter.next()
                if caller is not None:
                    pool.submit(serve, caller, self._run, self._woken.set)
        looking.join(STOP_SECONDS)

    def end(self) -> None:
        """Nobody comes in any more."""
        self._ended = True
        self._woken.set()
        self._counter.close()

    def _run(self, journey: Journey) -> object:
        try:
            tags = (*journey.tags, *self._tags)
            return self._clockwork.run(journey.name, tags, **journey.parameters)
        finally:
            self._woken.set()  # a deadline may have moved

    def _look(self) -> None:
        """Sweeps at the start, and when something is due or was edited: at once, or in a minute."""
        pause, first = EVERY, True
        while not self._ended:
            self._woken.clear()
            try:
                pause = self.look(datetime.now(UTC), always=first)
                first = False
            except Refusal as refusal:
                _log.error("%s %s", refusal.error, refusal.hint)
            except Exception:  # whatever it was, the next look is in a minute
                _log.exception("The sweep failed.")
            self._woken.wait(pause.total_seconds())

    def look(self, now: datetime, *, always: bool = False) -> timedelta:
        """Does what is due, if it may be possible; how long until the next look, a minute at most.

        A run that finds nothing to do, or only what it could not do a moment ago, is made
        ``always`` alone.
        """
        workspace = Workspace.open(self._root)
        due = what_is_due(workspace, now)
        worth = self._patience.worth_trying(due, _record(workspace, due), now)
        edited, self._edited = self._edited, _edited(workspace)
        if worth or always or edited != self._edited or anything_waits(workspace, now):
            self._clockwork.run("sweep", (workspace.outline.id, *self._tags))
            left = {*what_is_due(workspace, now)} & {*due}
            self._patience.tried(left, _record(workspace, left), now)
        coming = set(what_is_due(workspace, now + EVERY)) - set(due)
        pauses = (one.at + SECOND - now for one in coming)
        return max(min(pauses, default=EVERY), SECOND)


def _edited(workspace: Workspace) -> frozenset[tuple[str, int]]:
    """When what mails are made from was changed by hand: they may be owed to others now."""
    files = (workspace.root / MEETING_FILE, *(workspace.templates / FOLDER).glob("*"))
    return frozenset((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


def _record(workspace: Workspace, due: Collection[Due]) -> frozenset[tuple[str, str]]:
    """All that the record points at; asked only where something is due."""
    return frozenset(workspace.ledger.repository.refs("refs").items() if due else ())


def main(arguments: list[str]) -> int:
    """Works until the parent lets go."""
    root, names = Path(arguments[0]), arguments[1:]
    for module in pkgutil.iter_modules(flows.__path__):
        importlib.import_module(f"mufakat.flows.{module.name}")
    at_work: list[Worker] = []
    when_parent_ends(lambda: at_work[0].end() if at_work else os._exit(0))
    url, until = os.environ["PREFECT_API_URL"], time.monotonic() + PATIENCE
    while not answers(url) and time.monotonic() < until:
        time.sleep(0.1)
    with Clockwork(root) as clockwork:
        clockwork.wait()
        if clockwork.home.served_at() is None:  # else commands run steps of their own meanwhile
            clockwork.ask(lambda: mark_interrupted(deployed=False, tag="".join(names)))
        clockwork.ask(watch_heartbeats)
        worker = Worker(root, clockwork, *names)
        at_work.append(worker)
        say_up()
        worker.work()
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
