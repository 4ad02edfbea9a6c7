"""What delegations mail back is kept as it came, and lodged on a person's word; with Dovecot."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted
from tests.services import office
from tests.services.correspondence import keys, mail, with_focal_points
from tests.services.life import NAME, Life
from tests.tools import tool

from mufakat.edges.imap import PASSWORD
from mufakat.edges.inbox import Mailbag
from mufakat.refusal import Refusal
from mufakat.services.incoming_mail import (
    Held,
    confirm_mail,
    fetch_mail,
    held_mail,
    keep_mail,
    set_aside,
)

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password=well-kept
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""


@pytest.fixture
def begun(life: Life) -> Life:
    with_focal_points(life).open(14, 0)
    return life


@pytest.fixture(scope="module")
def dovecot() -> Iterator[int]:
    """The port of a mailbox server with one user, ``office``."""
    program = tool("dovecot", "/usr/sbin/dovecot")
    with (
        socket.create_server(("127.0.0.1", 0)) as free,
        tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name,
    ):
        port, folder = free.getsockname()[1], Path(name)
        free.close()
        settings = folder / "dovecot.conf"
        settings.write_text(DOVECOT.format(folder=folder, port=port, **_people(folder)))
        server = subprocess.Popen([program, "-F", "-c", str(settings)])
        try:
            _wait_for(port, server, folder)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _people(folder: Path) -> dict[str, str]:
    """As whom the server runs: the tests' own user, or those of the package if that is root."""
    if os.getuid():
        user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        return {"user": user, "login": user, "group": group}
    folder.chmod(0o755)
    shutil.chown(folder, "dovecot", "dovecot")
    return {"user": "dovecot", "login": "dovenull", "group": "dovecot"}


def _wait_for(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    log = folder / "log"
    pytest.fail(log.read_text() if log.is_file() else "Dovecot did not start")


def reply(life: Life, code: str, sender: str, *files: tuple[str, bytes], id: str = "1") -> bytes:
    """What a mail program makes when somebody answers the invitation."""
    invitation = mail(life, f"1/invitation/{code}")
    made = EmailMessage()
    made["From"] = f"Somebody <{sender}>"
    made["Subject"] = f"Re: {invitation['Subject']}"
    made["Message-ID"] = f"<{id}@mys.example>"
    made["In-Reply-To"] = invitation["Message-ID"]
    made.set_content("With our comments.")
    for name, content in files:
        made.add_attachment(content, "application", "octet-stream", filename=name)
    return made.as_bytes()


def returned(life: Life, code: str) -> bytes:
    return office.tracked(life.issued(code), {"warmly": "cordially"})


def only(life: Life) -> Held:
    [held] = held_mail(life.workspace)
    return held


def test_a_reply_is_held_and_lodged_when_it_is_confirmed(begun: Life) -> None:
    raw = reply(
        begun, "MYS", "nurul@mys.example", ("Komen Malaysia é.docx", returned(begun, "MYS"))
    )
    id = keep_mail(begun.workspace, raw, now=begun.day(2))
    held = only(begun)
    assert (held.id, held.standing) == (id, "held")
    assert (held.delegation, held.instrument) == ("MYS", NAME)
    assert held.files == ("Komen Malaysia é.docx",)
    bag = Mailbag(begun.workspace.ledger)
    assert bag.raw(next(bag.mails())) == raw
    assert "1/receipt/MYS/1" not in keys(begun)
    receipt = confirm_mail(begun.workspace, id, now=begun.day(3))
    assert receipt.receipt == f"{NAME}/1/MYS/1"
    assert receipt.changes == {"replacement": 1}
    assert "1/receipt/MYS/1" in keys(begun)
    assert (only(begun).standing, only(begun).receipt) == ("settled", receipt.receipt)
    with pytest.raises(Refusal, match="settled"):
        confirm_mail(begun.workspace, id, now=begun.day(3))


def test_the_same_mail_again_changes_nothing(begun: Life) -> None:
    raw = reply(begun, "MYS", "nurul@mys.example", ("a.docx", returned(begun, "MYS")))
    first = keep_mail(begun.workspace, raw, now=begun.day(2))
    assert keep_mail(begun.workspace, raw, now=begun.day(4)) == first
    assert only(begun).came == begun.day(2)


def test_a_mail_that_came_in_time_is_in_time_when_it_is_confirmed_later(begun: Life) -> None:
    raw = reply(begun, "MYS", "nurul@mys.example", ("a.docx", returned(begun, "MYS")))
    id = keep_mail(begun.workspace, raw, now=begun.day(13.9))
    assert not confirm_mail(begun.workspace, id, now=begun.day(14.1)).late


def test_a_stranger_s_mail_is_lodged_only_in_a_name_that_a_person_gives(begun: Life) -> None:
    raw = reply(begun, "MYS", "somebody@elsewhere.example", ("a.docx", returned(begun, "MYS")))
    id = keep_mail(begun.workspace, raw, now=begun.day(2))
    assert only(begun).standing == "stranger"
    with pytest.raises(Refusal, match="not clear"):
        confirm_mail(begun.workspace, id, now=begun.day(2))
    done = confirm_mail(begun.workspace, id, now=begun.day(2), delegation="MYS", instrument=NAME)
    assert done.receipt == f"{NAME}/1/MYS/1"


def test_of_several_files_one_is_named(begun: Life) -> None:
    files = (("a.docx", returned(begun, "SGP")), ("letter.docx", b"no text"))
    id = keep_mail(
        begun.workspace, reply(begun, "SGP", "tan@sgp.example", *files), now=begun.day(2)
    )
    with pytest.raises(Refusal, match=r"a\.docx.*letter\.docx"):
        confirm_mail(begun.workspace, id, now=begun.day(2))
    assert confirm_mail(begun.workspace, id, now=begun.day(2), file="a.docx").changes


def test_our_own_mails_and_answering_machines_start_no_loop(begun: Life) -> None:
    before = keys(begun)
    machine = reply(begun, "MYS", "nurul@mys.example", ("a.docx", b"x"))
    keep_mail(begun.workspace, b"Auto-Submitted: auto-replied\n" + machine, now=begun.day(1))
    own = (begun.workspace.outputs / "mail" / NAME / "1-invitation-MYS.eml").read_bytes()
    keep_mail(begun.workspace, own, now=begun.day(1))
    assert {one.standing for one in held_mail(begun.workspace)} == {"automatic"}
    assert keys(begun) == before


def test_a_mail_that_is_set_aside_is_kept(begun: Life) -> None:
    id = keep_mail(begun.workspace, reply(begun, "MYS", "nurul@mys.example"), now=begun.day(1))
    assert only(begun).standing == "empty"
    set_aside(begun.workspace, id, now=begun.day(1))
    assert (only(begun).standing, only(begun).receipt) == ("settled", "")
    with pytest.raises(Refusal, match="no single mail"):
        set_aside(begun.workspace, "0000", now=begun.day(1))


def test_a_mailbox_is_read_once_and_every_mail_kept_to_the_last_byte(
    begun: Life, dovecot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"host": "127.0.0.1", "port": dovecot, "user": "office", "security": "none"}
    with_focal_points(begun, inbox=settings)
    monkeypatch.setenv(PASSWORD, "well-kept")
    sent = [
        reply(begun, "MYS", "nurul@mys.example", ("é.docx", returned(begun, "MYS")), id="1"),
        reply(begun, "SGP", "tan@sgp.example", ("b.docx", returned(begun, "SGP")), id="2"),
        reply(begun, "SGP", "tan@sgp.example", ("b.docx", returned(begun, "SGP")), id="2"),
    ]
    sent = [raw.replace(b"\n", b"\r\n") for raw in sent]
    with MailBoxUnencrypted("127.0.0.1", dovecot).login("office", "well-kept") as box:
        for raw in sent:
            box.append(raw)
    assert fetch_mail(begun.workspace, now=begun.day(2)) == 3
    assert fetch_mail(begun.workspace, now=begun.day(2)) == 0
    held = held_mail(begun.workspace)
    assert sorted(one.delegation for one in held) == ["MYS", "SGP"]
    bag = Mailbag(begun.workspace.ledger)
    assert {bag.raw(one) for one in bag.mails()} == set(sent[:2])
    for one in held:
        confirm_mail(begun.workspace, one.id, now=begun.day(2))
    assert {"1/receipt/MYS/1", "1/receipt/SGP/1"} < set(keys(begun))


def test_a_mailbox_that_cannot_be_read_is_one_clear_refusal(
    begun: Life, dovecot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="no mailbox"):
        fetch_mail(begun.workspace, now=begun.day(2))
    settings = {"host": "127.0.0.1", "port": dovecot, "user": "office", "security": "none"}
    with_focal_points(begun, inbox=settings)
    monkeypatch.delenv(PASSWORD, raising=False)
    with pytest.raises(Refusal, match="wants a password"):
        fetch_mail(begun.workspace, now=begun.day(2))
    monkeypatch.setenv(PASSWORD, "wrong")
    with pytest.raises(Refusal, match="cannot be read"):
        fetch_mail(begun.workspace, now=begun.day(2))
    with_focal_points(begun, inbox=settings | {"port": 1})
    with pytest.raises(Refusal, match="cannot be read"):
        fetch_mail(begun.workspace, now=begun.day(2))
