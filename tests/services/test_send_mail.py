"""Mails go out at most once, whoever is killed, whatever the server says."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.edges.post_office import PostOffice, opened
from tests.services.correspondence import keys, raw, with_focal_points
from tests.services.life import NAME, Life

from mufakat.edges.outbox import Outbox
from mufakat.refusal import Refusal
from mufakat.services.mails import Mail, mails, send_again, sent_by_hand
from mufakat.services.send_mail import Sent, anything_waits, send_mail
from mufakat.services.status import status

MYS, SGP, VNM = (f"{NAME}/1/invitation/{code}" for code in ("MYS", "SGP", "VNM"))
SINGAPORE = ("tan@sgp.example", "lim@sgp.example")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened() as found:
        yield found


@pytest.fixture
def posted(life: Life, office: PostOffice) -> Life:
    """Three invitations in the outbox, and a server that takes them."""
    with_focal_points(life, mail=office.settings | {"from": "rounds@talks.example"})
    life.open(14, 0)
    return life


def send(life: Life, now: float = 0) -> Sent:
    return send_mail(life.workspace, now=life.day(now))


def state(life: Life, name: str, now: float = 0) -> Mail:
    found = mails(life.workspace, NAME, now=life.day(now)).mails
    return next(one for one in found if one.name == name)


def arrived(office: PostOffice) -> list[tuple[str, ...]]:
    return [to for _, to, _ in office.taken]


def test_what_waits_is_sent_as_it_was_recorded(posted: Life, office: PostOffice) -> None:
    assert not (posted.workspace.outputs / "mail").exists()
    assert anything_waits(posted.workspace, posted.day(0))
    assert send(posted).sent == (MYS, SGP, VNM)
    assert [sender for sender, _, _ in office.taken] == ["rounds@talks.example"] * 3
    assert arrived(office)[1] == SINGAPORE
    assert [data for _, _, data in office.taken] == [raw(posted, key) for key in keys(posted)]
    assert not anything_waits(posted.workspace, posted.day(0))
    assert state(posted, MYS).state == "sent"


def test_nothing_is_sent_twice(posted: Life, office: PostOffice) -> None:
    send(posted)
    assert send(posted, 1) == Sent()
    assert len(office.taken) == 3


def test_what_one_who_died_had_claimed_is_never_sent_again_unasked(
    posted: Life, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    note: Any = Outbox.note

    def dies(self: Outbox, one: Any, sending: Any, author: Any) -> Any:
        if sending.state == "sent" and one.about.name == SGP:
            raise KeyboardInterrupt
        return note(self, one, sending, author)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "note", dies)
        with pytest.raises(KeyboardInterrupt):
            send(posted)
    assert send(posted, 1).sent == (VNM,)
    assert len(office.taken) == 3
    assert state(posted, SGP, 1).state == "unsure"
    assert send_again(posted.workspace, SGP, now=posted.day(1)).state == "waiting"
    assert send(posted, 1).sent == (SGP,)
    assert arrived(office).count(SINGAPORE) == 2


def test_two_who_send_at_once_never_send_the_same(
    posted: Life, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    note: Any = Outbox.note
    between: list[Sent] = []

    def meanwhile(self: Outbox, one: Any, sending: Any, author: Any) -> Any:
        if not between:
            between.append(Sent())
            between[0] = send(posted)
        return note(self, one, sending, author)

    monkeypatch.setattr(Outbox, "note", meanwhile)
    assert send(posted) == Sent()
    assert between[0].sent == (MYS, SGP, VNM)
    assert len(office.taken) == 3


def test_a_line_that_breaks_is_told_and_what_was_not_tried_waits(
    posted: Life, office: PostOffice
) -> None:
    office.vanishes = True
    first = send(posted)
    assert first.unsure == (MYS,)
    assert first.problem
    office.vanishes = False
    assert send(posted, 1).sent == (SGP, VNM)
    assert state(posted, MYS, 1).state == "unsure"
    assert sent_by_hand(posted.workspace, MYS, now=posted.day(1)).state == "sent"
    assert send(posted, 2) == Sent()


def test_what_is_refused_for_the_time_being_is_tried_later_to_those_alone(
    posted: Life, office: PostOffice
) -> None:
    office.on_rcpt = lambda address: "450 later" if address == SINGAPORE[1] else "250 OK"
    assert send(posted).put_off == (SGP,)
    held = state(posted, SGP)
    assert held.state == "put off"
    assert "450 later" in held.said
    assert send(posted) == Sent()
    office.on_rcpt = lambda address: "250 OK"
    assert held.after is not None
    assert send_mail(posted.workspace, now=held.after).sent == (SGP,)
    assert arrived(office)[1] == SINGAPORE[:1]
    assert arrived(office)[-1] == SINGAPORE[1:]


def test_what_is_refused_for_good_is_given_up_with_the_server_s_word(
    posted: Life, office: PostOffice
) -> None:
    office.on_rcpt = lambda address: "550 no such user" if "vnm" in address else "250 OK"
    assert send(posted).given_up == (VNM,)
    held = state(posted, VNM)
    assert (held.state, held.refused) == ("given up", ("nguyet@vnm.example",))
    assert "550 no such user" in held.said
    assert status(posted.workspace, now=posted.day(0)).mail == (VNM,)
    assert send(posted, 5) == Sent()
    office.on_rcpt = lambda address: "250 OK"
    send_again(posted.workspace, VNM, now=posted.day(5))
    assert send(posted, 5).sent == (VNM,)


def test_one_address_that_is_refused_is_told_although_the_mail_was_sent(
    posted: Life, office: PostOffice
) -> None:
    office.on_rcpt = lambda address: "550 left" if address == SINGAPORE[1] else "250 OK"
    assert SGP in send(posted).sent
    held = state(posted, SGP)
    assert (held.state, held.refused, held.trouble) == ("sent", SINGAPORE[1:], True)
    assert status(posted.workspace, now=posted.day(0)).mail == (SGP,)
    assert not sent_by_hand(posted.workspace, SGP, now=posted.day(1)).trouble
    assert status(posted.workspace, NAME, now=posted.day(1)).mail == ()
    assert len(office.taken) == 3


def test_a_server_that_cannot_be_used_leaves_everything_as_it_was(
    life: Life, posted: Life, office: PostOffice
) -> None:
    refs = posted.refs()
    with_focal_points(life, mail=office.settings | {"port": 1})
    with pytest.raises(Refusal, match="cannot be used"):
        send(posted)
    assert posted.refs() == refs


def test_an_invitation_after_its_deadline_is_not_sent(posted: Life, office: PostOffice) -> None:
    assert send(posted, 15).given_up == (MYS, SGP, VNM)
    assert office.taken == []
    assert "too late" in state(posted, MYS, 15).said


def test_a_mail_that_is_sent_has_nothing_to_decide(posted: Life) -> None:
    send(posted)
    for word in (send_again, sent_by_hand):
        with pytest.raises(Refusal, match="is sent"):
            word(posted.workspace, MYS, now=posted.day(1))
    with pytest.raises(Refusal, match="no mail"):
        send_again(posted.workspace, f"{NAME}/1/invitation/MYX", now=posted.day(1))


def test_without_a_server_every_mail_lies_in_the_outputs_and_is_sent_by_hand(life: Life) -> None:
    with_focal_points(life).open(14, 0)
    assert state(life, MYS).state == "laid out"
    path = life.workspace.outputs / "mail" / NAME / "1-invitation-MYS.eml"
    path.unlink()
    assert send(life).laid_out == (MYS, SGP, VNM)
    assert path.is_file()
    assert not anything_waits(life.workspace, life.day(0))


def test_who_cannot_be_written_to_is_named(posted: Life) -> None:
    assert mails(posted.workspace, now=posted.day(0)).nobody == ("THA",)
