"""What delegations mail back is kept as it came, and lodged on a person's word; with Dovecot."""

import re
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from imap_tools.idle import IdleManager
from tests.at_once import at_once
from tests.services import dovecot as server
from tests.services import office
from tests.services.correspondence import keys, reply, with_focal_points
from tests.services.dovecot import Dovecot, mailbox
from tests.services.life import NAME, Life

from mufakat.edges import imap
from mufakat.edges.imap import PASSWORD, NotLetIn
from mufakat.edges.inbox import Mailbag
from mufakat.refusal import Refusal
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.incoming_mail import (
    Held,
    confirm_mail,
    fetch_mail,
    held_mail,
    keep_mail,
    set_aside,
    watch_mail,
)
from mufakat.services.open_round import open_round


@pytest.fixture
def begun(life: Life) -> Life:
    with_focal_points(life).open(14, 0)
    return life


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A mailbox server with one user."""
    with mailbox() as server:
        yield server


@pytest.fixture
def box(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Dovecot:
    """The same with an empty box, and its password in the environment."""
    dovecot.empty()
    monkeypatch.setenv(PASSWORD, server.PASSWORD)
    return dovecot


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


def test_whatever_stands_in_a_mail_the_record_stays_whole(begun: Life) -> None:
    odd = "From: =?utf-8?q?=00?= <a\0b@x.example>\r\nSubject: =?utf-8?q?a=00=1B=0Ab?=\r\n\r\n\0"
    id = keep_mail(begun.workspace, odd.encode(), now=begun.day(2))
    assert only(begun).id == id
    assert begun.workspace.ledger.repository.check() == ()


def test_of_several_files_one_is_named(begun: Life) -> None:
    files = (("a.docx", returned(begun, "SGP")), ("b.docx", returned(begun, "SGP")))
    id = keep_mail(
        begun.workspace, reply(begun, "SGP", "tan@sgp.example", *files), now=begun.day(2)
    )
    with pytest.raises(Refusal, match=r"a\.docx.*b\.docx"):
        confirm_mail(begun.workspace, id, now=begun.day(2))
    assert confirm_mail(begun.workspace, id, now=begun.day(2), file="a.docx").changes


def test_of_a_mail_with_files_of_two_texts_both_are_lodged(begun: Life) -> None:
    workspace, source = begun.workspace, begun.files / "text.md"
    draft_instrument(workspace, "record", source, now=begun.day(0))
    opened = open_round(workspace, "record", begun.day(14), now=begun.day(0))
    own = {NAME: begun.issued("VNM"), "record": opened.issued["VNM"].read_bytes()}
    raw = EmailMessage()
    raw["From"], raw["Subject"] = "nguyet@vnm.example", "Our comments"
    for name, issued in own.items():
        file = office.tracked(issued, {"warmly": name})
        raw.add_attachment(file, "application", "octet-stream", filename=f"{name}.docx")
    id = keep_mail(workspace, raw.as_bytes(), now=begun.day(2))
    assert only(begun).standing == "unclear"
    with pytest.raises(Refusal) as refusal:
        confirm_mail(workspace, id, now=begun.day(2))
    assert refusal.value.hint == "Name the instrument (--to NAME)."
    first = confirm_mail(workspace, id, now=begun.day(2), instrument=NAME)
    assert only(begun).standing == "unclear"
    assert confirm_mail(workspace, id, now=begun.day(3), instrument=NAME) == first
    second = confirm_mail(workspace, id, now=begun.day(3), instrument="record")
    assert (first.receipt, second.receipt) == (f"{NAME}/1/VNM/1", "record/1/VNM/1")
    assert only(begun).standing == "settled"


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


def three(life: Life) -> list[bytes]:
    """Two replies, one of them delivered twice."""
    sent = [
        reply(life, "MYS", "nurul@mys.example", ("é.docx", returned(life, "MYS")), id="1"),
        reply(life, "SGP", "tan@sgp.example", ("b.docx", returned(life, "SGP")), id="2"),
    ]
    first, second = (raw.replace(b"\n", b"\r\n") for raw in sent)
    return [first, second, second]


def check_kept_once(life: Life, sent: list[bytes]) -> None:
    """The two are in the record to the last byte, and can be lodged."""
    held = held_mail(life.workspace)
    assert sorted(one.delegation for one in held) == ["MYS", "SGP"]
    bag = Mailbag(life.workspace.ledger)
    assert {bag.raw(one) for one in bag.mails()} == set(sent[:2])
    for one in held:
        confirm_mail(life.workspace, one.id, now=life.day(2))
    assert {"1/receipt/MYS/1", "1/receipt/SGP/1"} < set(keys(life))


def test_a_mailbox_is_read_once_and_every_mail_kept_to_the_last_byte(
    begun: Life, box: Dovecot
) -> None:
    with_focal_points(begun, inbox=box.settings)
    sent = three(begun)
    box.deliver(*sent)
    assert fetch_mail(begun.workspace, now=begun.day(2)) == 3
    assert fetch_mail(begun.workspace, now=begun.day(2)) == 0
    check_kept_once(begun, sent)


def test_a_mail_came_when_it_lay_in_the_mailbox_however_late_that_is_read(
    begun: Life, box: Dovecot
) -> None:
    with_focal_points(begun, inbox=box.settings)
    first, second, _ = three(begun)
    box.deliver(first, came=begun.day(13.5))
    box.deliver(second, came=begun.day(20))  # by a server whose clock is wrong
    fetch_mail(begun.workspace, now=begun.day(15))
    assert [one.came for one in held_mail(begun.workspace)] == [begun.day(13.5), begun.day(15)]


class Enough(Exception):
    """A test has seen what it waited for."""


def watched(life: Life, box: Dovecot, *later: bytes) -> None:
    """The mailbox is watched until all mails are kept; those of ``later`` come while it waits."""
    count, delivery = 0, threading.Thread(target=box.deliver, args=later)

    def looked(more: int) -> None:
        nonlocal count
        count += more
        if not more and delivery.ident is None:
            delivery.start()
        if count == len(later):
            raise Enough

    with pytest.raises(Enough):
        watch_mail(
            life.workspace, lambda raw, _: keep_mail(life.workspace, raw, now=life.day(2)), looked
        )
    delivery.join()


def test_a_mailbox_that_is_watched_gives_each_mail_once_as_it_comes(
    begun: Life, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_POLL", None)  # it need not ask: it is told
    with_focal_points(begun, inbox=box.settings)
    sent = three(begun)
    watched(begun, box, *sent)
    assert (box.unread(), fetch_mail(begun.workspace, now=begun.day(2))) == (0, 0)
    check_kept_once(begun, sent)


def test_a_mail_that_comes_just_before_the_server_begins_to_tell_is_not_overlooked(
    begun: Life, box: Dovecot
) -> None:
    with_focal_points(begun, inbox=box.settings)
    patience = threading.Timer(60, box.stop)
    patience.start()

    coming = three(begun)

    def looked(count: int) -> None:
        if not coming:
            raise Enough
        box.deliver(coming.pop())

    with pytest.raises(Enough):
        watch_mail(begun.workspace, print, looked)
    patience.cancel()


def test_a_server_that_does_not_tell_is_asked_again(
    begun: Life, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_POLL", 0.5)
    monkeypatch.setattr(IdleManager, "start", None)
    sent = three(begun)
    with mailbox(idle=False) as dumb:
        with_focal_points(begun, inbox=dumb.settings)
        watched(begun, dumb, *sent)
    check_kept_once(begun, sent)


def test_a_line_that_breaks_is_a_refusal_and_loses_nothing(begun: Life, box: Dovecot) -> None:
    with_focal_points(begun, inbox=box.settings)
    sent = three(begun)

    def looked(count: int) -> None:
        if not count:
            threading.Timer(0.5, box.stop).start()

    with pytest.raises(Refusal, match="cannot be read"):
        watch_mail(begun.workspace, print, looked)
    box.stop()
    box.start()
    watched(begun, box, *sent)
    check_kept_once(begun, sent)


def test_a_mail_that_cannot_be_kept_stays_unread(begun: Life, box: Dovecot) -> None:
    with_focal_points(begun, inbox=box.settings)
    box.deliver(*three(begun)[:1])

    def full(raw: bytes, came: object) -> None:
        raise Refusal("The disk is full.", "Make room.")

    with pytest.raises(Refusal, match="disk is full"):
        watch_mail(begun.workspace, full, print)
    assert box.unread() == 1


def test_two_who_read_the_mailbox_at_once_keep_each_mail_once(begun: Life, box: Dovecot) -> None:
    with_focal_points(begun, inbox=box.settings)
    sent = three(begun)
    box.deliver(*sent)
    at_once(lambda _: fetch_mail(begun.workspace, now=begun.day(2)), "one", "other")
    assert box.unread() == 0
    check_kept_once(begun, sent)


def test_a_mailbox_that_cannot_be_read_is_one_clear_refusal(
    begun: Life, box: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="no mailbox"):
        fetch_mail(begun.workspace, now=begun.day(2))
    with_focal_points(begun, inbox=box.settings)
    monkeypatch.delenv(PASSWORD)
    with pytest.raises(Refusal, match="wants a password"):
        fetch_mail(begun.workspace, now=begun.day(2))
    for wrong in ("wrong", "fälsch"):
        monkeypatch.setenv(PASSWORD, wrong)
        with pytest.raises(NotLetIn) as refusal:
            fetch_mail(begun.workspace, now=begun.day(2))
        assert re.fullmatch(
            r"The mailbox at 127\.0\.0\.1 does not let office in: [^\[\]()]*[^.]\.",
            refusal.value.error,
        )
    with_focal_points(begun, inbox=box.settings | {"port": 1})
    with pytest.raises(Refusal, match=r"cannot be read: Connection refused\."):
        fetch_mail(begun.workspace, now=begun.day(2))
