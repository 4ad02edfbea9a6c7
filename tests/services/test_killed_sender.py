"""A sender that is killed outright: nothing is sent twice, and what is in doubt is told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.edges.post_office import opened
from tests.services.correspondence import keys, with_focal_points
from tests.services.life import NAME, Life

from mufakat.services.mails import mails
from mufakat.services.send_mail import send_mail

SENDS = """
import sys
from datetime import datetime
from pathlib import Path
from mufakat.edges.workspace import Workspace
from mufakat.services.send_mail import send_mail
print("sending", flush=True)
send_mail(Workspace.open(Path(sys.argv[1])), now=datetime.fromisoformat(sys.argv[2]))
"""


def test_a_killed_sender_sends_nothing_twice(life: Life) -> None:
    with opened() as office:
        with_focal_points(life, mail=office.settings).open(14, 0)
        child: list[subprocess.Popen[bytes]] = []

        def kill_at_the_second(content: bytes) -> str:
            if len(office.taken) == 1 and child:
                os.kill(child.pop().pid, signal.SIGKILL)
            return "250 OK"

        office.on_data = kill_at_the_second
        arguments = [str(life.workspace.root), life.day(0).isoformat()]
        source = Path(__file__).parents[2] / "src"
        sender = subprocess.Popen(
            [sys.executable, "-c", SENDS, *arguments],
            env={**os.environ, "PYTHONPATH": str(source)},
        )
        child.append(sender)
        assert sender.wait(120) == -signal.SIGKILL
        send_mail(life.workspace, now=life.day(1))
        assert len(office.taken) == len(keys(life)) == 3
        states = [one.state for one in mails(life.workspace, NAME, now=life.day(1)).mails]
        assert states == ["sent", "unsure", "sent"]
        assert life.workspace.ledger.repository.check() == ()
