"""A silence does not lapse over a mail that may be an objection: a person reads it first."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest
from click.testing import CliRunner, Result
from tests.services.correspondence import keys, reply, with_focal_points
from tests.services.life import NAME, Life

from mufakat.cli import main
from mufakat.edges.imap import PASSWORD
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.procedure.round import Round
from mufakat.refusal import Refusal
from mufakat.services.answer_mail import answer_mail
from mufakat.services.close_round import close_round
from mufakat.services.extend_round import extend_round
from mufakat.services.incoming_mail import held_mail, keep_mail, set_aside
from mufakat.services.open_silence import open_silence
from mufakat.services.sweep import sweep


@pytest.fixture
def silent(life: Life) -> Life:
    with_focal_points(life)
    open_silence(life.workspace, NAME, life.day(4), now=life.day(0))
    return life


def wrote(life: Life, day: float, words: str = "We cannot agree.", **more: str) -> str:
    """Malaysia answers the mail that told of the silence; the id of its mail."""
    told = {"sender": "nurul@mys.example", "to": "1/silence-opened/MYS"} | more
    raw = reply(life, "MYS", told["sender"], id=words, to=told["to"], words=words)
    return keep_mail(life.workspace, raw, now=life.day(day))


def record(life: Life) -> Round:
    head = life.workspace.ledger.head(NAME)
    assert head
    assert head.standing.round
    return head.standing.round


def inbox(life: Life, *words: str) -> Result:
    root = str(life.workspace.root)
    return CliRunner().invoke(main, ["inbox", "--workspace", root, "--json", *words])


def test_it_does_not_lapse_where_nobody_could_be_written_to_in_time(life: Life) -> None:
    with_focal_points(life)
    template = life.workspace.templates / "mail" / "silence.en.txt.j2"
    good = template.read_text("utf-8")
    template.write_text(good + "{{ nothing.of_the_kind }}", "utf-8")
    open_silence(life.workspace, NAME, life.day(4), now=life.day(0))
    before = life.refs()
    with pytest.raises(Refusal, match="MYS, SGP and VNM had not been written to"):
        close_round(life.workspace, NAME, now=life.day(5))
    assert life.refs() == before
    template.write_text(good, "utf-8")
    [failed] = [
        one for one in sweep(life.workspace, now=life.day(5)).failed if one.instrument == NAME
    ]
    assert "Extend it for all" in failed.outcome
    with pytest.raises(Refusal, match="had not been written to"):
        close_round(life.workspace, NAME, now=life.day(5.1))
    extend_round(life.workspace, NAME, life.day(9), now=life.day(6))
    assert close_round(life.workspace, NAME, now=life.day(9.1)).state == "lapsed"


def test_it_waits_for_a_person_who_finds_no_objection(silent: Life) -> None:
    id = wrote(silent, 3.9, "We can agree, thank you.")
    assert answer_mail(silent.workspace, now=silent.day(3.9)).waiting.unread == (f"MYS on {NAME}",)
    [failed] = [
        one for one in sweep(silent.workspace, now=silent.day(5)).failed if one.instrument == NAME
    ]
    assert "MYS wrote while silence ran" in failed.outcome
    assert record(silent).state == "open"
    with pytest.raises(Refusal) as refusal:
        close_round(silent.workspace, NAME, now=silent.day(5))
    assert refusal.value.details == (f"{id}  MYS  “We can agree, thank you.”",)
    root = str(silent.workspace.root)
    shown = CliRunner().invoke(main, ["inbox", "--workspace", root]).output.splitlines()
    assert shown[0].startswith(f"empty      {id}  MYS  {NAME}")
    assert shown[1].endswith("Statement of the Talks: We can agree, thank you.")
    assert inbox(silent, "--aside", id).exit_code == 0
    assert answer_mail(silent.workspace, now=silent.day(5)).waiting.unread == ()
    assert sweep(silent.workspace, now=silent.day(5)).failed == ()
    assert record(silent).state == "lapsed"


def test_it_is_broken_as_of_when_the_objection_came(silent: Life) -> None:
    id = wrote(silent, 3.9)
    sweep(silent.workspace, now=silent.day(5))
    waits = answer_mail(silent.workspace, now=silent.day(5)).waiting.said
    assert waits == f"Perhaps an objection, read it: MYS on {NAME}. Look at mufakat inbox."
    (silent.workspace.root / ".prefect").mkdir()
    set_trouble(silent.workspace.root, waits)
    done = inbox(silent, "--take", id, "--reason", "It cannot agree to paragraph 3.")
    assert json.loads(done.output)["delegation"] == "MYS"
    assert trouble(silent.workspace.root) == ""
    broken = record(silent)
    assert (broken.state, broken.broken_by) == ("broken", "MYS")
    assert broken.closed == silent.day(3.9)
    assert [one.standing for one in held_mail(silent.workspace)] == ["settled"]
    assert inbox(silent, "--take", id, "--reason", "Again.").exit_code == 2


def test_what_names_no_text_may_be_an_objection_to_any(silent: Life) -> None:
    for file in (False, True):
        own = EmailMessage()
        own["From"], own["Subject"] = "Nurul <nurul@mys.example>", f"Malaysia's view {file}"
        own.set_content("We object.")
        if file:
            own.add_attachment(b"x", "application", "octet-stream", filename="letter.pdf")
        keep_mail(silent.workspace, own.as_bytes(), now=silent.day(3.9))
        assert answer_mail(silent.workspace, now=silent.day(3.9)).waiting.unread == (
            f"MYS on {NAME}",
        )
        with pytest.raises(Refusal, match="MYS wrote while silence ran"):
            close_round(silent.workspace, NAME, now=silent.day(5))
        for one in held_mail(silent.workspace):
            set_aside(silent.workspace, one.id, now=silent.day(5))
    assert close_round(silent.workspace, NAME, now=silent.day(5)).state == "lapsed"


def test_an_answer_to_an_older_question_may_be_one(life: Life) -> None:
    with_focal_points(life).open(3, 0)
    raw = reply(life, "SGP", "tan@sgp.example", ("a.docx", b"x"))
    keep_mail(life.workspace, raw, now=life.day(1))
    answer_mail(life.workspace, now=life.day(1))
    [question] = [key for key in keys(life) if "/held/" in key]
    close_round(life.workspace, NAME, now=life.day(4))
    life.consolidate(4)
    life.rule(4)
    life.issue(4)
    open_silence(life.workspace, NAME, life.day(8), now=life.day(4))
    raw = reply(life, "SGP", "tan@sgp.example", id="2", to=question, words="We object.")
    keep_mail(life.workspace, raw, now=life.day(5))
    assert f"SGP on {NAME}" in answer_mail(life.workspace, now=life.day(5)).waiting.unread


@pytest.mark.parametrize(
    ("day", "more"),
    [
        (4.1, {}),
        (3.9, {"sender": "x@evil.example"}),
    ],
)
def test_what_came_too_late_or_from_a_stranger_holds_up_nothing(
    silent: Life, day: float, more: dict[str, str]
) -> None:
    wrote(silent, day, **more)
    assert sweep(silent.workspace, now=silent.day(5)).failed == ()
    assert record(silent).state == "lapsed"


def test_it_waits_while_the_mailbox_cannot_be_read_unless_a_person_closes_it(
    silent: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "well-kept")
    nobody = {"host": "127.0.0.1", "port": 1, "user": "office", "security": "none"}
    with_focal_points(silent, inbox=nobody)
    [failed] = sweep(silent.workspace, now=silent.day(5)).failed
    assert "cannot be read" in failed.outcome
    assert record(silent).state == "open"
    assert close_round(silent.workspace, NAME, now=silent.day(5)).state == "lapsed"
