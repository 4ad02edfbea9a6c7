"""Whose a file is that came by mail is asked of its delegation, and answered by it alone."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pkgutil import resolve_name

import pytest
from tests.at_once import at_once
from tests.delegate import Delegate
from tests.services import office
from tests.services.correspondence import keys, mail, reply, with_focal_points, words
from tests.services.life import NAME, Life

from mufakat.edges.inbox import Kept, Mailbag
from mufakat.services.answer_mail import answer_mail
from mufakat.services.incoming_mail import confirm_mail, held_mail, keep_mail, set_aside
from mufakat.text.document import digest


@pytest.fixture
def begun(life: Life) -> Life:
    with_focal_points(life).open(14, 0)
    return life


def asked(life: Life) -> list[str]:
    """The questions that were posted, and the refusals."""
    return [key for key in keys(life) if "/held/" in key]


def mailed(life: Life, *contents: bytes) -> str:
    """Singapore mails files; the key of the question that it gets."""
    files = [(f"{n}.docx", content) for n, content in enumerate(contents)]
    keep_mail(life.workspace, reply(life, "SGP", "tan@sgp.example", *files), now=life.day(2))
    answer_mail(life.workspace, now=life.day(2))
    return asked(life)[-1]


def returned(life: Life) -> bytes:
    return office.tracked(life.issued("SGP"), {"warmly": "cordially"})


def say(life: Life, question: str, what: str = "YES", sender: str = "lim@sgp.example") -> None:
    """Somebody answers the question."""
    raw = reply(life, "SGP", sender, id=f"answer-{what}", to=question, words=what)
    keep_mail(life.workspace, raw, now=life.day(3))


def standings(life: Life) -> list[str]:
    return [one.standing for one in held_mail(life.workspace)]


def test_a_file_is_asked_about_once_and_lodged_once_after_a_yes(begun: Life) -> None:
    question = mailed(begun, returned(begun))
    assert answer_mail(begun.workspace, now=begun.day(2)).posted == ()
    message = mail(begun, question)
    assert "tan@sgp.example" in message["To"]
    assert (
        message["Subject"] == "Talks: is this from Singapore? A file on the Statement of the Talks"
    )
    assert "with the one word YES, before the round closes (" in words(message)
    assert "It is late" not in words(message)
    assert begun.workspace.ledger.submissions(NAME, 1) == []
    say(begun, question)
    assert answer_mail(begun.workspace, now=begun.day(3)).lodged == (f"{NAME}/1/SGP/1",)
    assert answer_mail(begun.workspace, now=begun.day(3)).lodged == ()
    [lodged] = begun.workspace.ledger.submissions(NAME, 1)
    assert lodged.submission.when == begun.day(2)
    assert "1/receipt/SGP/1" in keys(begun)
    assert [one.receipt for one in held_mail(begun.workspace)] == 2 * [f"{NAME}/1/SGP/1"]
    assert len(asked(begun)) == 1


@pytest.mark.parametrize(
    ("what", "sender"),
    [
        ("Yes, but wait", "tan@sgp.example"),
        ("NO", "tan@sgp.example"),
        ("YES", "nurul@mys.example"),
        ("YES", "somebody@evil.example"),
    ],
)
def test_nothing_else_than_the_delegation_s_yes_lodges_it(
    begun: Life, what: str, sender: str
) -> None:
    say(begun, mailed(begun, returned(begun)), what, sender)
    assert answer_mail(begun.workspace, now=begun.day(3)).lodged == ()
    assert begun.workspace.ledger.submissions(NAME, 1) == []
    assert standings(begun)[0] == "held"


def test_what_was_set_aside_is_not_lodged_by_a_yes_that_comes_later(begun: Life) -> None:
    question = mailed(begun, returned(begun))
    set_aside(begun.workspace, held_mail(begun.workspace)[0].id, now=begun.day(2))
    say(begun, question)
    assert answer_mail(begun.workspace, now=begun.day(3)).lodged == ()
    assert begun.workspace.ledger.submissions(NAME, 1) == []
    assert asked(begun) == [question]


def test_who_wrote_the_mail_cannot_know_which_question_is_asked(begun: Life) -> None:
    file = returned(begun)
    first, second = (mailed(begun, file) for _ in range(2))
    assert first == second
    token = first.rpartition("/")[2]
    raw = reply(begun, "SGP", "tan@sgp.example", ("0.docx", file))
    assert len(token) == 32
    assert token.encode() not in raw
    assert not held_mail(begun.workspace)[0].id.startswith(token[:8])


def test_what_is_refused_is_told_with_the_reason_and_stays_with_the_secretariat(
    begun: Life,
) -> None:
    question = mailed(begun, b"no Word file")
    say(begun, question)
    done = answer_mail(begun.workspace, now=begun.day(3))
    assert done.lodged == ()
    assert asked(begun) == [question, f"{question}-refused"]
    told = mail(begun, f"{question}-refused")
    assert "could not be lodged" in told["Subject"]
    assert "not a Word file" in words(told)
    assert standings(begun) == ["held", "settled"]
    again = answer_mail(begun.workspace, now=begun.day(3))
    assert again.posted == ()
    for said in (done, again):
        assert (
            said.waiting.said == "Confirmed, and could not be lodged: SGP. Look at mufakat inbox."
        )
    set_aside(begun.workspace, held_mail(begun.workspace)[0].id, now=begun.day(3))
    assert answer_mail(begun.workspace, now=begun.day(3)).waiting.said == ""


def test_several_files_are_asked_for_one_by_one(begun: Life) -> None:
    question = mailed(begun, returned(begun), returned(begun))
    assert "mail us the one" in words(mail(begun, question))
    say(begun, question)
    answer_mail(begun.workspace, now=begun.day(3))
    assert "holds" in words(mail(begun, f"{question}-refused"))


def test_a_letter_beside_the_file_is_kept_and_the_file_is_lodged(begun: Life) -> None:
    question = mailed(begun, returned(begun), b"a letter")
    asks = words(mail(begun, question))
    assert "File:  0.docx" in asks
    assert "With:  1.docx (kept with the mail, not lodged)" in asks
    assert "1.docx" in words(mail(begun, question), "html")
    assert "YES" in asks
    say(begun, question)
    assert answer_mail(begun.workspace, now=begun.day(3)).lodged == (f"{NAME}/1/SGP/1",)
    [lodged] = begun.workspace.ledger.submissions(NAME, 1)
    assert lodged.submission.name == "0.docx"


def test_a_yes_to_what_the_secretariat_has_lodged_already_changes_nothing(begun: Life) -> None:
    question = mailed(begun, returned(begun))
    confirm_mail(begun.workspace, held_mail(begun.workspace)[0].id, now=begun.day(2))
    say(begun, question)
    answer_mail(begun.workspace, now=begun.day(3))
    assert len(begun.workspace.ledger.submissions(NAME, 1)) == 1
    assert [one.receipt for one in held_mail(begun.workspace)] == 2 * [f"{NAME}/1/SGP/1"]


def test_a_stranger_or_a_machine_is_asked_nothing(begun: Life) -> None:
    file = ("a.docx", returned(begun))
    machine = b"Auto-Submitted: auto-replied\n" + reply(begun, "SGP", "tan@sgp.example", file)
    for raw in (machine, reply(begun, "SGP", "x@evil.example", file, id="2")):
        keep_mail(begun.workspace, raw, now=begun.day(2))
    own = EmailMessage()
    own["From"], own["Subject"] = "Tan <tan@sgp.example>", "On something"
    own.add_attachment(b"x", "application", "octet-stream", filename="a.docx")
    keep_mail(begun.workspace, own.as_bytes(), now=begun.day(2))
    done = answer_mail(begun.workspace, now=begun.day(2))
    assert done.posted == ()
    assert sorted(standings(begun)) == ["automatic", "stranger", "unclear"]
    assert done.waiting.said == (
        "A file, and it is not clear on which text: SGP. A file of ours, from an address that is "
        "nobody's: x@evil.example. Look at mufakat inbox."
    )
    for one in held_mail(begun.workspace):
        set_aside(begun.workspace, one.id, now=begun.day(2))
    assert answer_mail(begun.workspace, now=begun.day(2)).waiting.said == ""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_mail_that_answers_nothing_is_asked_about_on_the_text_that_its_file_says(
    begun: Life, form: str, delegate: Delegate
) -> None:
    data = delegate.edit(begun.issued("SGP"), save=form)
    own = EmailMessage()
    own["From"], own["Subject"] = "Tan <tan@sgp.example>", "Our comments"
    own.add_attachment(data, "application", "octet-stream", filename=f"ours.{form}")
    keep_mail(begun.workspace, own.as_bytes(), now=begun.day(2))
    assert len(answer_mail(begun.workspace, now=begun.day(2)).posted) == 1
    assert [(one.standing, one.instrument) for one in held_mail(begun.workspace)] == [
        ("held", NAME)
    ]


def test_who_is_asked_after_the_close_is_told_that_it_is_late(begun: Life) -> None:
    begun.close(15)
    raw = reply(begun, "SGP", "tan@sgp.example", ("0.docx", returned(begun)))
    keep_mail(begun.workspace, raw, now=begun.day(16))
    answer_mail(begun.workspace, now=begun.day(16))
    said = mail(begun, asked(begun)[-1])
    for kind in ("plain", "html"):
        assert "It is late: whether it is considered is for the chair" in words(said, kind)
        assert "before the round closes" not in words(said, kind)


def test_an_answer_in_other_words_is_told_until_the_file_is_decided_about(begun: Life) -> None:
    question = mailed(begun, returned(begun))
    say(begun, question, "Yes, that is our file.")
    waits = answer_mail(begun.workspace, now=begun.day(3)).waiting.said
    assert waits == "Answered otherwise than with YES: SGP. Look at mufakat inbox."
    confirm_mail(begun.workspace, held_mail(begun.workspace)[0].id, now=begun.day(3))
    assert answer_mail(begun.workspace, now=begun.day(3)).waiting.said == ""


def test_two_who_answer_at_once_ask_once_and_lodge_once(begun: Life) -> None:
    question = mailed(begun, returned(begun))
    say(begun, question)
    at_once(lambda _: answer_mail(begun.workspace, now=begun.day(3)), "one", "other")
    assert len(begun.workspace.ledger.submissions(NAME, 1)) == 1
    assert standings(begun) == ["settled", "settled"]
    assert len(asked(begun)) == 1


@pytest.mark.parametrize("between", ["answer_mail.matched", "incoming_mail._open"])
def test_whoever_is_slower_refuses_nothing_that_is_lodged_and_lodges_nothing_again(
    between: str, begun: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else answers all mails while one has just read what there is."""
    files = [office.tracked(begun.issued("SGP"), {"warmly": word}) for word in ("well", "gladly")]
    for day, file in zip((1, 2), files, strict=True):
        raw = reply(begun, "SGP", "tan@sgp.example", ("1.docx", file), id=f"{day}")
        keep_mail(begun.workspace, raw, now=begun.day(day))
        answer_mail(begun.workspace, now=begun.day(day))
    for n, question in enumerate(asked(begun)):
        yes = reply(begun, "SGP", "lim@sgp.example", id=f"yes {n}", to=question, words="YES")
        keep_mail(begun.workspace, yes, now=begun.day(4 + n))
    where = f"mufakat.services.{between}"
    read = resolve_name(where)

    def slow(*args: object) -> object:
        found = read(*args)
        monkeypatch.setattr(where, read)
        answer_mail(begun.workspace, now=begun.day(6))
        return found

    monkeypatch.setattr(where, slow)
    answer_mail(begun.workspace, now=begun.day(6))
    assert [key for key in asked(begun) if "refused" in key] == []
    lodged = begun.workspace.ledger.submissions(NAME, 1)
    assert [one.submission.sha256 for one in lodged] == [digest(file) for file in files]


def test_a_mail_that_comes_while_another_is_confirmed_is_in_nobody_s_way(
    begun: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed(begun, returned(begun))
    [one] = held_mail(begun.workspace)
    read = Mailbag.mails

    def and_then_one_comes(bag: Mailbag) -> Iterator[Kept]:
        yield from read(bag)
        monkeypatch.setattr(Mailbag, "mails", read)
        say(begun, asked(begun)[-1], "NO")

    monkeypatch.setattr(Mailbag, "mails", and_then_one_comes)
    assert confirm_mail(begun.workspace, one.id, now=begun.day(3)).receipt == f"{NAME}/1/SGP/1"


def test_many_mails_in_one_name_are_not_many_questions_and_the_secretariat_takes_the_rest(
    begun: Life,
) -> None:
    for id in range(8):
        file = (f"{id}.docx", returned(begun))
        raw = reply(begun, "SGP", "tan@sgp.example", file, id=str(id))
        keep_mail(begun.workspace, raw, now=begun.day(2))
    done = answer_mail(begun.workspace, now=begun.day(2))
    assert len(asked(begun)) == len(done.posted) == 5
    assert done.waiting.unasked == ("SGP",)
    assert sorted(standings(begun)) == 5 * ["held"] + 3 * ["many"]
    assert answer_mail(begun.workspace, now=begun.day(3)).posted == ()
    for one in held_mail(begun.workspace):
        if one.standing == "many":
            assert confirm_mail(begun.workspace, one.id, now=begun.day(2)).receipt
    assert answer_mail(begun.workspace, now=begun.day(3)).waiting.unasked == ()
