from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.edges.post_office import PostOffice, certificate, opened

from mufakat.edges.smtp import PASSWORD, LineLost, line
from mufakat.procedure.meeting import MailServer, Security
from mufakat.procedure.sending import Answer
from mufakat.refusal import Refusal

MAIL = b"Subject: x\r\n\r\n.\r\n..two\r\nwords=20\r\n"
A, B = "a@phl.example", "b@phl.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def cert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("cert"))


def test_a_mail_arrives_as_it_was_finished(office: PostOffice) -> None:
    with line(office.server) as held:
        answer = held.send("office@talks.example", [A, B], MAIL)
    assert office.taken == [("office@talks.example", (A, B), MAIL)]
    assert answer == Answer((A, B), said="250 OK")


def test_many_mails_go_over_one_line(office: PostOffice) -> None:
    with line(office.server) as held:
        for _ in range(3):
            held.send("office@talks.example", [A], MAIL)
    assert len(office.taken) == 3


def test_each_address_has_its_own_answer(office: PostOffice) -> None:
    office.on_rcpt = lambda address: {A: "550 no such user", B: "450 try later"}.get(address, "250")
    with line(office.server) as held:
        nobody = held.send("office@talks.example", [A, B], MAIL)
        some = held.send("office@talks.example", [A, "c@phl.example"], MAIL)
    assert (nobody.accepted, nobody.refused, nobody.later) == ((), (A,), (B,))
    assert "no such user" in nobody.said
    assert (some.accepted, some.refused) == (("c@phl.example",), (A,))
    assert [to for _, to, _ in office.taken] == [("c@phl.example",)]


@pytest.mark.parametrize(("said", "field"), [("552 too large", "refused"), ("451 busy", "later")])
def test_a_mail_that_is_refused_as_a_whole_has_reached_nobody(
    office: PostOffice, said: str, field: str
) -> None:
    office.on_data = lambda content: said
    with line(office.server) as held:
        answer = held.send("office@talks.example", [A], MAIL)
    assert getattr(answer, field) == (A,)
    assert answer.said == said


def test_a_line_that_breaks_before_the_answer_leaves_it_unsure(office: PostOffice) -> None:
    office.vanishes = True
    with line(office.server) as held, pytest.raises(LineLost) as lost:
        held.send("office@talks.example", [A], MAIL)
    assert lost.value.answer.unsure == (A,)
    assert len(office.taken) == 1  # it was taken, and nobody here can know


def test_a_line_that_breaks_before_the_mail_leaves_it_for_later(office: PostOffice) -> None:
    def vanish(address: str) -> str:
        raise ConnectionResetError

    with line(office.server) as held:
        office.on_mail = lambda address: "421 closing"
        with pytest.raises(LineLost) as lost:
            held.send("office@talks.example", [A], MAIL)
    assert (lost.value.answer.later, lost.value.answer.unsure) == ((A,), ())


def test_a_sender_that_is_refused_stops_the_line_and_condemns_no_mail(office: PostOffice) -> None:
    office.on_mail = lambda address: "553 not your address"
    with line(office.server) as held, pytest.raises(LineLost, match="553 not your address") as lost:
        held.send("office@talks.example", [A], MAIL)
    assert lost.value.answer.later == (A,)


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_password_goes_over_a_protected_line(
    security: Security, cert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    monkeypatch.setenv(PASSWORD, "well kept")
    with opened(security=security, password="well kept", certificate=cert) as office:
        with line(office.server) as held:
            held.send("office@talks.example", [A], MAIL)
        assert len(office.taken) == 1
        monkeypatch.setenv(PASSWORD, "wrong")
        with pytest.raises(Refusal, match="does not let office in"), line(office.server):
            pass
        monkeypatch.setenv(PASSWORD, "đúng")
        with pytest.raises(Refusal, match="read differently"), line(office.server):
            pass
        monkeypatch.delenv(PASSWORD)
        with pytest.raises(Refusal, match="wants a password"), line(office.server):
            pass


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(security: Security, cert: Path) -> None:
    with (
        opened(security=security, certificate=cert) as office,
        pytest.raises(Refusal, match="certificate"),
        line(office.server),
    ):
        pass


def test_a_server_without_the_protection_that_was_asked_for_gets_nothing(
    office: PostOffice,
) -> None:
    asked = MailServer(office.server.host, office.server.port, "starttls")
    with pytest.raises(Refusal, match="STARTTLS"), line(asked):
        pass


def test_a_server_that_is_not_there_is_one_clear_refusal() -> None:
    with pytest.raises(Refusal) as refusal, line(MailServer("127.0.0.1", 1, "none")):
        pass
    assert "127.0.0.1:1" in refusal.value.error
    assert "still waits" in refusal.value.hint
