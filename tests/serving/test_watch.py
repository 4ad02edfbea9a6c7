"""What delegations mail back is taken in by itself while a workspace is served; with Dovecot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import yaml
from tests.edges.post_office import PostOffice, opened
from tests.services import dovecot as server
from tests.services import office
from tests.services.conftest import MEETING, TEXT
from tests.services.correspondence import keys, reply, with_focal_points
from tests.services.dovecot import Dovecot, mailbox
from tests.services.life import NAME, Life
from tests.serving.served import SECONDS, SOURCE, Serving, eventually, processes

from mufakat.child import Child
from mufakat.edges.imap import PASSWORD
from mufakat.edges.mailbox_trouble import trouble
from mufakat.edges.workspace import Workspace
from mufakat.prefect_home import Home
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.incoming_mail import confirm_mail, held_mail
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace
from mufakat.services.status import status
from mufakat.serving.supervisor import _others

WATCH = "mufakat.serving.watch"
KILLED = f"""
import os, signal
from imap_tools import BaseMailBox
from {WATCH} import main
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
BaseMailBox.flag = killed
main(["ROOT"])
"""
"""A watch that is killed as soon as a mail is kept, before it is marked as read."""


@pytest.fixture(scope="module")
def post() -> Iterator[PostOffice]:
    with opened() as carrier:
        yield carrier


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    monkeypatch.setenv(PASSWORD, server.PASSWORD)
    with mailbox() as found:
        yield found


def talks(folder: Path, *roots: str, **more: object) -> list[Life]:
    """Talks whose first round is open, in workspaces that share one record if they are several."""
    now = datetime.now(UTC)
    folder.mkdir()
    (folder / "meeting.yaml").write_text(yaml.safe_dump(MEETING, allow_unicode=True))
    (folder / "text.md").write_text(TEXT)
    made: list[Life] = []
    for name in roots:
        root = folder / name
        if made:
            shutil.copytree(made[0].workspace.root / "keys", root / "keys")
        record = str(folder / "record.git") if len(roots) > 1 else ""
        start_workspace(root, folder / "meeting.yaml", now=now, record=record)
        made.append(with_focal_points(Life(Workspace(root), folder, now), **more))
    first = made[0].workspace
    draft_instrument(first, NAME, folder / "text.md", now=now)
    open_round(first, NAME, now + timedelta(days=9), now=now)
    return made


def returned(life: Life, code: str, sender: str, word: str, id: str = "1") -> bytes:
    """A delegation's file with one word replaced, mailed back."""
    file = office.tracked(life.issued(code), {"warmly": word})
    return reply(life, code, sender, (f"{code}.docx", file), id=id)


def kept(life: Life) -> list[str]:
    """Whose mails are in the record, once each."""
    return sorted(one.delegation for one in held_mail(Workspace.open(life.workspace.root)))


def sent(post: PostOffice, kind: str) -> set[str]:
    """The delegations that a mail of this kind has gone out to."""
    names = [message_from_bytes(mail)["X-Mufakat-Key"].split("/") for _, _, mail in post.taken]
    return {code for _, _, found, code, *_ in names if found == kind}


@contextmanager
def watching(life: Life) -> Iterator[Child]:
    """The watch alone, as ``mufakat serve`` starts it."""
    home = Home(life.workspace.root)
    home.prepare()
    environment = {**os.environ, "PYTHONPATH": SOURCE}
    log = home.logs / "watch.log"
    child = Child(WATCH, str(life.workspace.root), environment=environment, log=log)
    assert child.up()
    try:
        yield child
    finally:
        child.stop()


@pytest.mark.slow
def test_what_is_mailed_back_while_served_is_kept_and_its_receipt_goes_out(
    tmp_path: Path, post: PostOffice, box: Dovecot
) -> None:
    [life] = talks(tmp_path / "talks", "one", mail=post.settings, inbox=box.settings)
    root = life.workspace.root
    serving = Serving(root)
    try:
        eventually(lambda: serving.pid("watch"), "nobody watches")
        box.deliver(returned(life, "MYS", "nurul@mys.example", "cordially"))
        eventually(lambda: kept(life) == ["MYS"], "it was not kept")
        eventually(lambda: box.unread() == 0, "it was not marked as read")
        box.stop()
        eventually(lambda: "cannot be read" in status(life.workspace).mailbox, "nothing was said")
        while "cannot be read" not in (line := serving.said.readline()):
            assert line, "serve said nothing"
        box.start()
        box.deliver(returned(life, "SGP", "tan@sgp.example", "gladly", "2"))
        eventually(lambda: kept(life) == ["MYS", "SGP"], "nobody came back")
        while "is read again" not in (line := serving.said.readline()):
            assert line, "serve said nothing"
        assert status(life.workspace).mailbox == ""
        log = (serving.home.logs / "watch.log").read_text()
        assert log.count("cannot be read") == log.count("is read again") == 1
        ours = {**os.environ, "PYTHONPATH": SOURCE}
        first = held_mail(life.workspace)[0].id
        words = ("inbox", "--take", first, "--workspace", str(root))
        subprocess.run([sys.executable, "-m", "mufakat", *words], env=ours, check=True)
        eventually(lambda: sent(post, "held") == {"MYS", "SGP"}, "nobody was asked")
        [question] = [key for key in keys(life) if "/held/SGP/" in key]
        box.deliver(reply(life, "SGP", "lim@sgp.example", id="3", to=question, words="Yes."))
        eventually(lambda: sent(post, "receipt") == {"MYS", "SGP"}, "the receipts did not go out")
        pid = serving.pid("watch")
        assert pid
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: serving.pid("watch") not in (None, pid), "it did not come back")
        below = processes(serving.process.pid)
        os.kill(serving.process.pid, signal.SIGKILL)
        serving.process.wait()
        parts = [Path(f"/proc/{pid}") for pid in below]
        eventually(lambda: not any(map(Path.exists, parts)), "somebody outlived it")
    finally:
        if serving.process.poll() is None:
            serving.stop()


def test_a_wrong_password_is_one_line_and_takes_nothing_down(
    tmp_path: Path, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    [life] = talks(tmp_path / "talks", "one", inbox=box.settings)
    monkeypatch.setenv(PASSWORD, "wrong")
    serving = Serving(life.workspace.root)
    try:
        while "does not let office in" not in (line := serving.said.readline()):
            assert "ended by itself" not in line
            assert line, "serve said nothing"
        assert status(life.workspace).mailbox == line.strip()
        assert serving.pid("watch")
        assert serving.home.served_at()
        log = (serving.home.logs / "watch.log").read_text()
        assert log.count("\n") == 1
    finally:
        assert serving.stop() == 0
    assert trouble(life.workspace.root) == ""


def test_without_a_mailbox_nobody_watches(tmp_path: Path, box: Dovecot) -> None:
    [life] = talks(tmp_path / "talks", "one")
    home = Home(life.workspace.root)
    home.prepare()
    assert [part.name for part in _others(home, "", 0)] == ["worker", "runner"]
    with_focal_points(life, inbox=box.settings)
    assert [part.name for part in _others(home, "", 0)] == ["worker", "runner", "watch"]
    (life.workspace.root / "meeting.yaml").write_text("{")
    assert [part.name for part in _others(home, "", 0)] == ["worker", "runner"]


def test_killed_between_keeping_and_marking_it_keeps_the_mail_once(
    tmp_path: Path, box: Dovecot
) -> None:
    [life] = talks(tmp_path / "talks", "one", inbox=box.settings)
    box.deliver(returned(life, "MYS", "nurul@mys.example", "cordially"))
    script = KILLED.replace("ROOT", str(life.workspace.root))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": SOURCE},
        stdin=subprocess.PIPE,
    ) as killed:
        assert killed.wait(SECONDS) == -signal.SIGKILL
    assert (kept(life), box.unread()) == (["MYS"], 1)
    with watching(life):
        eventually(lambda: box.unread() == 0, "it stayed unread")
    assert kept(life) == ["MYS"]
    [one] = held_mail(life.workspace)
    confirm_mail(life.workspace, one.id, now=datetime.now(UTC))
    assert len(life.workspace.ledger.submissions(NAME, 1)) == 1


def test_two_workspaces_of_one_record_may_watch_one_mailbox(tmp_path: Path, box: Dovecot) -> None:
    both = talks(tmp_path / "talks", "one", "two", inbox=box.settings)
    mails = [
        returned(both[0], "MYS", "nurul@mys.example", f"cordially {n}", str(n)) for n in range(4)
    ]
    with ExitStack() as stack:
        for life in both:
            stack.enter_context(watching(life))
        box.deliver(*mails)
        eventually(lambda: box.unread() == 0, "one stayed unread")
    assert [kept(life) for life in both] == 2 * [4 * ["MYS"]]
    for life in both:
        assert trouble(life.workspace.root) == ""


def test_a_watch_that_waits_costs_no_time_of_the_machine(tmp_path: Path, box: Dovecot) -> None:
    [life] = talks(tmp_path / "talks", "one", inbox=box.settings)
    with watching(life) as child:
        box.deliver(returned(life, "MYS", "nurul@mys.example", "cordially"))
        eventually(lambda: kept(life) == ["MYS"], "it was not kept")
        before = _ticks(child.pid)
        time.sleep(3)
        assert _ticks(child.pid) - before < 0.1 * 3 * os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """How much of the machine's time a process has had, in its own unit."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
