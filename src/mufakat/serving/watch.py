"""The watch over the mailbox: what delegations mail back is taken in as soon as it comes.

Run as ``python -m mufakat.serving.watch WORKSPACE`` by ``mufakat serve``. It may be killed at any
moment: what was not taken in is still unread in the mailbox, and nothing is taken in twice.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from mufakat.child import say_up, when_parent_ends
from mufakat.edges.imap import NotLetIn
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.edges.workspace import Workspace
from mufakat.handover import wake
from mufakat.prefect_home import Home
from mufakat.refusal import Refusal
from mufakat.services.answer_mail import answer_mail
from mufakat.services.incoming_mail import keep_mail, watch_mail

FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1.0, 60.0, 60.0  # seconds
SHUT_OUT_PAUSE = 300.0  # seconds

_log = logging.getLogger(__name__)


class Watch:
    """Over the mailbox of one workspace, as its meeting file names it at each new attempt."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._in_hand = threading.Lock()
        self._answered = False
        self._waits = ""

    def keep_on(self) -> NoReturn:
        """Watches, and begins again after a pause that grows whenever that comes to an end."""
        pause = FIRST_PAUSE
        while True:
            began, least = time.monotonic(), 0.0
            try:
                watch_mail(Workspace(self._root), self._keep, self._looked)
            except Refusal as refusal:
                self._tell(f"{refusal.error} {refusal.hint}")
                least = SHUT_OUT_PAUSE if isinstance(refusal, NotLetIn) else 0.0
            except Exception as problem:  # whatever it was, it is tried again
                _log.exception("The watch failed.")
                self._tell(f"The mailbox is not watched just now: {problem!r}.")
            steady = time.monotonic() - began > STEADY
            pause = FIRST_PAUSE if steady else min(2 * pause, LONGEST_PAUSE)
            time.sleep(max(pause, least))

    def end(self) -> None:
        """Ends this process; the mail that is just being kept is kept first."""
        with self._in_hand:
            set_trouble(self._root, "")
            os._exit(0)

    def _keep(self, raw: bytes, came: datetime | None) -> None:
        with self._in_hand:
            keep_mail(Workspace(self._root), raw, now=datetime.now(UTC), came=came)

    def _looked(self, count: int) -> None:
        if trouble(self._root) not in ("", self._waits):
            set_trouble(self._root, self._waits)
            _log.info("The mailbox is read again.")
        if count:
            _log.info("%s came in.", "One mail" if count == 1 else f"{count} mails")
        if count or self._waits or not self._answered:
            self._answer()

    def _answer(self) -> None:
        self._answered = False
        with self._in_hand:
            done = answer_mail(Workspace(self._root), now=datetime.now(UTC))
        self._answered = True
        for receipt in done.lodged:
            _log.info("%s is lodged.", receipt)
        if done.lodged or done.posted:
            wake(Home(self._root).path)
        if done.waiting.said != self._waits:
            self._waits = done.waiting.said
            set_trouble(self._root, self._waits)
            _log.warning(self._waits or "No mail waits for the secretariat.")

    def _tell(self, said: str) -> None:
        if _gist(said) != _gist(trouble(self._root)):
            set_trouble(self._root, said)
            _log.error(said)


def _gist(said: str) -> str:
    """What is wrong, without the reason, which changes from try to try while a server is away."""
    return said.partition(": ")[0]


def main(arguments: list[str]) -> NoReturn:
    """Watches until the parent lets go."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s: %(message)s")
    watch = Watch(Path(arguments[0]))
    when_parent_ends(watch.end)
    say_up()
    watch.keep_on()


if __name__ == "__main__":
    main(sys.argv[1:])
