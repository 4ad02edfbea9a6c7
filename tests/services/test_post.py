"""The mails of a round: each once, on record before it is sent, and the same to the last byte."""

import shutil
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.services import office
from tests.services.correspondence import (
    FOCAL_POINTS,
    files,
    keys,
    mail,
    raw,
    with_focal_points,
    words,
)
from tests.services.life import NAME, Life

from mufakat.edges.git import Raced
from mufakat.edges.outbox import Outbox
from mufakat.procedure.occasions import reminder
from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.adopt import adopt
from mufakat.services.break_silence import break_silence
from mufakat.services.close_round import close_round
from mufakat.services.extend_round import extend_round
from mufakat.services.mails import whereabouts
from mufakat.services.notify import notify
from mufakat.services.open_silence import open_silence
from mufakat.services.post import post
from mufakat.services.reopen_round import reopen_round
from mufakat.services.withdraw_submission import withdraw_submission


@pytest.fixture
def begun(life: Life) -> Life:
    """Focal points, and no round yet."""
    return with_focal_points(life)


def calendar(life: Life, key: str) -> Any:
    return Calendar.from_ical(files(mail(life, key))[f"{NAME}-deadline.ics"])


def test_opening_a_round_posts_each_delegation_its_file_and_the_deadline(begun: Life) -> None:
    begun.open(14, 0)
    assert keys(begun) == ["1/invitation/MYS", "1/invitation/SGP", "1/invitation/VNM"]
    message = mail(begun, "1/invitation/SGP")
    assert [one.addr_spec for one in message["To"].addresses] == [
        "tan@sgp.example",
        "lim@sgp.example",
    ]
    assert parsedate_to_datetime(message["Date"]) == begun.day(0)
    attached = files(message)
    assert attached[f"{NAME}-zero-SGP.docx"] == begun.issued("SGP")
    assert "15 December 2025, 10:00 (UTC+08:00) on your clocks" in words(message)
    assert "Lim &#34;Bcc: x@evil.example&#34;" in words(message, "html")
    [event] = calendar(begun, "1/invitation/SGP").walk("VEVENT")
    assert event.decoded("dtstart") == begun.day(14)


def test_who_becomes_a_focal_point_later_is_invited_once_and_nobody_else_again(
    begun: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.open(14, 0)
    extend_round(begun.workspace, NAME, begun.day(16), now=begun.day(1))
    before = {*keys(begun)}
    again = {"name": "Lim", "email": "LIM@sgp.example"}
    newcomer = {"name": "Goh", "email": "goh@sgp.example"}
    fourth = {"name": "Somchai", "email": "somchai@tha.example"}
    monkeypatch.setitem(FOCAL_POINTS, "SGP", [newcomer, again])
    monkeypatch.setitem(FOCAL_POINTS, "THA", [fourth])
    with_focal_points(begun)
    fresh = notify(begun.workspace, [NAME], begun.day(2))
    assert notify(begun.workspace, [NAME], begun.day(3)) == ()
    [key] = [key for key in fresh if key.startswith("1/invitation-")]
    assert {*fresh} - {key} == {"1/invitation/THA", "1/extension-20251217T0200Z/THA"}
    assert {*keys(begun)} == before | {*fresh}
    message = mail(begun, key)
    assert [one.addr_spec for one in message["To"].addresses] == ["goh@sgp.example"]
    assert "Dear Goh," in words(message)
    assert files(message)[f"{NAME}-zero-SGP.docx"] == begun.issued("SGP")
    [event] = calendar(begun, key).walk("VEVENT")
    assert event.decoded("dtstart") == begun.day(16)


def test_a_delegation_reads_its_own_language_or_english(begun: Life) -> None:
    begun.open(14, 0)
    assert "Yang terhormat Nurul Huda" in words(mail(begun, "1/invitation/MYS"))
    assert mail(begun, "1/invitation/MYS")["Content-Language"] == "id"
    assert "Dear Đỗ Thị Ánh Nguyệt" in words(mail(begun, "1/invitation/VNM"))
    assert mail(begun, "1/invitation/VNM")["Content-Language"] == "en"


def test_nothing_is_posted_twice_whoever_asks_again(begun: Life) -> None:
    begun.open(14, 0)
    data, refs = raw(begun, "1/invitation/MYS"), begun.refs()
    assert notify(begun.workspace, [NAME], begun.day(1)) == ()
    begun.open(14, 0)
    head = begun.workspace.ledger.head(NAME)
    assert head is not None
    assert head.standing.round is not None
    meeting = begun.workspace.meeting
    party = meeting.roster.find("SGP")
    notice = reminder(meeting, head.instrument, head.standing.round, party, "7d")
    assert post(begun.workspace, [notice, notice], begun.day(7)) == ("1/reminder-7d/SGP",)
    assert post(begun.workspace, [notice], begun.day(8)) == ()
    assert raw(begun, "1/invitation/MYS") == data
    assert set(begun.refs()) - set(refs) == {f"refs/outbox/{NAME}/1/reminder-7d/SGP"}
    assert "Your Word file is attached once more" in words(mail(begun, "1/reminder-7d/SGP"))


def test_the_same_notice_at_the_same_moment_is_the_same_mail_anywhere(
    begun: Life, tmp_path: Path
) -> None:
    shutil.copytree(begun.workspace.root, tmp_path / "elsewhere" / "talks")
    other = Life(type(begun.workspace)(tmp_path / "elsewhere" / "talks"), begun.files, begun.start)
    for life in (begun, other):
        life.open(14, 0)
    for key in keys(begun):
        assert raw(begun, key) == raw(other, key)


def test_what_died_before_its_mails_is_posted_by_the_next_who_looks(
    begun: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("mufakat.services.open_round.follow_up", lambda *_: None)
        begun.open(14, 0)
    shutil.rmtree(begun.workspace.outputs)
    assert keys(begun) == []
    assert len(notify(begun.workspace, [NAME], begun.day(1))) == 3
    attached = files(mail(begun, "1/invitation/MYS"))
    begun.open(14, 0)
    assert attached[f"{NAME}-zero-MYS.docx"] == begun.issued("MYS")


def test_when_another_was_quicker_only_the_rest_is_posted(
    begun: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Outbox.add
    raced: list[bool] = []

    def slow(self: Outbox, mails: list[tuple[Any, bytes]], author: Any) -> None:
        if not raced:
            raced.append(True)
            add(self, mails[:1], author)
        add(self, mails, author)

    monkeypatch.setattr(Outbox, "add", slow)
    begun.open(14, 0)
    assert keys(begun) == ["1/invitation/MYS", "1/invitation/SGP", "1/invitation/VNM"]
    outbox, author = Outbox(begun.workspace.ledger), begun.workspace.meeting.secretariat
    found = outbox.mails()[0].about
    with pytest.raises(Raced):
        add(outbox, [(found, b"x")], author)


def test_every_submission_has_its_receipt_late_ones_and_withdrawals_too(begun: Life) -> None:
    begun.open(14, 0)
    data = office.tracked(begun.issued("VNM"), {"warmly": "cordially"})
    begun.submit("VNM", data, note="With <b>thanks</b>\nBcc: x@evil.example")
    begun.submit("VNM", data, note="With <b>thanks</b>\nBcc: x@evil.example", now=2)
    message = mail(begun, "1/receipt/VNM/1")
    assert message["Subject"] == "Talks: receipt statement/1/VNM/1"
    assert "replacement: 1" in words(message)
    assert "With <b>thanks</b>\r\n    Bcc: x@evil.example" in words(message)
    assert "With &lt;b&gt;thanks&lt;/b&gt;" in words(message, "html")
    assert "Bcc" not in message
    withdraw_submission(begun.workspace, NAME, "VNM", now=begun.day(3))
    assert "has withdrawn" in words(mail(begun, "1/receipt/VNM/2"))
    begun.submit("SGP", None, now=15)
    assert "came after the deadline" in words(mail(begun, "1/receipt/SGP/late-1"))
    assert [key for key in keys(begun) if "/receipt/" in key] == [
        "1/receipt/VNM/1",
        "1/receipt/VNM/2",
        "1/receipt/SGP/late-1",
    ]


def test_what_is_lodged_after_an_early_close_did_not_come_after_the_deadline(begun: Life) -> None:
    begun.open(14, 0)
    close_round(begun.workspace, NAME, now=begun.day(5), early=True)
    begun.submit("SGP", None, now=6)
    begun.submit("MYS", None, now=6)
    for code, said in (("SGP", "had been closed"), ("MYS", "sudah ditutup")):
        message = mail(begun, f"1/receipt/{code}/late-1")
        for kind in ("plain", "html"):
            assert said in words(message, kind)
            assert "after the deadline." not in words(message, kind)


def test_who_is_admitted_late_is_told_once(begun: Life) -> None:
    begun.open(14, 0)
    begun.close(14)
    begun.submit("SGP", office.tracked(begun.issued("SGP"), {"warmly": "cordially"}), now=15)
    for _ in range(2):
        admit_submission(begun.workspace, NAME, "SGP", "The mail was down.", now=begun.day(16))
    assert [key for key in keys(begun) if "/admission/" in key] == ["1/admission/SGP/late-1"]
    message = mail(begun, "1/admission/SGP/late-1")
    assert message["Subject"] == "Talks: statement/1/SGP/1/late is taken in after all"
    assert "lodged after the deadline" in words(message)
    assert "Reason:   The mail was down." in words(message)
    assert "The mail was down." in words(message, "html")


def test_why_the_deadline_moved_is_told_to_all(begun: Life) -> None:
    begun.open(14, 0)
    more = "A holiday <b>everywhere</b>."
    extend_round(begun.workspace, NAME, begun.day(16), now=begun.day(2), reason=more)
    moved = mail(begun, "1/extension-20251217T0200Z/SGP")
    assert f"Reason: {more}" in words(moved)
    assert "&lt;b&gt;everywhere" in words(moved, "html")
    begun.close(16)
    reopen_round(begun.workspace, NAME, begun.day(19), "A flood.", now=begun.day(17))
    assert "Reason: A flood." in words(mail(begun, "1/extension-20251220T0200Z-reopened-1/SGP"))


def test_it_is_said_where_the_mails_of_an_act_are(begun: Life) -> None:
    begun.open(14, 0)
    said = whereabouts(begun.workspace, NAME, "invitation", now=begun.day(0))
    folder = begun.workspace.outputs / "mail" / NAME
    assert said == f"3 mails lie in {folder}, to be sent by hand. No focal point, so no mail: THA."
    assert whereabouts(begun.workspace, NAME, "letter", now=begun.day(0)) == ""
    path = begun.workspace.root / "meeting.yaml"
    path.write_text(path.read_text("utf-8") + "\nmail: {host: smtp.talks.example}\n", "utf-8")
    said = whereabouts(begun.workspace, NAME, "invitation/SGP", now=begun.day(0))
    assert said.startswith("One mail is in the outbox (mufakat mail).")


def test_a_deadline_that_moves_moves_in_the_calendar_and_one_that_falls_leaves_it(
    begun: Life,
) -> None:
    begun.open(14, 0)
    extend_round(begun.workspace, NAME, begun.day(16), now=begun.day(2))
    moved = calendar(begun, "1/extension-20251217T0200Z/SGP")
    close_round(begun.workspace, NAME, now=begun.day(15), early=True)
    off = calendar(begun, "1/closing/SGP")
    events = [one.walk("VEVENT")[0] for one in (calendar(begun, "1/invitation/SGP"), moved, off)]
    assert len({event["UID"] for event in events}) == 1
    assert events[0]["SEQUENCE"] < events[1]["SEQUENCE"] < events[2]["SEQUENCE"]
    assert [one["METHOD"] for one in (moved, off)] == ["PUBLISH", "CANCEL"]
    assert "before its deadline" in words(mail(begun, "1/closing/SGP"))


def test_a_round_that_is_reopened_until_a_deadline_that_was_told_before_is_told_again(
    begun: Life,
) -> None:
    begun.open(14, 0)
    close_round(begun.workspace, NAME, now=begun.day(3), early=True)
    reopen_round(begun.workspace, NAME, begun.day(14), "A flood.", now=begun.day(4))
    first = "1/extension-20251215T0200Z-reopened-1/SGP"
    assert "Reason: A flood." in words(mail(begun, first))
    assert calendar(begun, first)["METHOD"] == "PUBLISH"
    close_round(begun.workspace, NAME, now=begun.day(5), early=True)
    reopen_round(begun.workspace, NAME, begun.day(14), "A fire.", now=begun.day(6))
    second = "1/extension-20251215T0200Z-reopened-2/SGP"
    assert "Reason: A fire." in words(mail(begun, second))
    chain = ("1/invitation/SGP", "1/closing/SGP", first, "1/closing-2/SGP", second)
    numbers = [calendar(begun, key).walk("VEVENT")[0]["SEQUENCE"] for key in chain]
    assert numbers == sorted(set(numbers))


def test_a_clock_that_is_set_back_sends_no_calendar_back(begun: Life) -> None:
    begun.open(14, 0)
    extend_round(begun.workspace, NAME, begun.day(16), now=begun.day(5))
    extend_round(begun.workspace, NAME, begun.day(17), now=begun.day(2))
    own = {"delegation": "SGP", "reason": "So."}
    extend_round(begun.workspace, NAME, begun.day(18), now=begun.day(1), **own)
    close_round(begun.workspace, NAME, now=begun.day(3), early=True)
    keys = ("invitation", *(f"extension-202512{day}T0200Z" for day in (17, 18, 19)), "closing")
    numbers = [calendar(begun, f"1/{key}/SGP").walk("VEVENT")[0]["SEQUENCE"] for key in keys]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0


def test_the_rest_of_the_way_is_told_letter_silence_and_adoption(begun: Life) -> None:
    begun.open(14, 0)
    begun.submit("MYS", office.tracked(begun.issued("MYS"), {"warmly": "cordially"}))
    begun.close()
    begun.consolidate()
    begun.rule()
    issued = begun.issue()
    letter = files(mail(begun, "1/letter/MYS"))
    assert letter[f"{NAME}-rev-1-letter-MYS.docx"] == issued.outputs.letters["MYS"].read_bytes()
    assert letter[f"{NAME}-rev-1-clean.docx"] == issued.outputs.clean.read_bytes()
    assert list(files(mail(begun, "1/letter/SGP"))) == [f"{NAME}-rev-1-clean.docx"]
    assert "so there is no letter to it" in words(mail(begun, "1/letter/SGP"))
    open_silence(begun.workspace, NAME, begun.day(20), now=begun.day(17))
    assert f"{NAME}-rev-1-VNM.docx" in files(mail(begun, "2/silence-opened/VNM"))
    break_silence(begun.workspace, NAME, "THA", "No <mandate>.", now=begun.day(18))
    broken = mail(begun, "2/silence-broken/VNM")
    assert "Thailand has broken the silence" in words(broken)
    assert "No &lt;mandate&gt;." in words(broken, "html")
    begun.open(21, 19)
    close_round(begun.workspace, NAME, now=begun.day(21))
    begun.consolidate(21)
    begun.rule(22)
    begun.issue(22)
    open_silence(begun.workspace, NAME, begun.day(26), now=begun.day(22))
    close_round(begun.workspace, NAME, now=begun.day(27))
    assert "the text is agreed" in words(mail(begun, "4/silence-lapsed/VNM"))
    begun.clear()
    begun_outputs = adopt(begun.workspace, NAME, begun.files / "chair", now=begun.day(31)).outputs
    final = files(mail(begun, "adoption/VNM"))
    assert final == {
        f"{NAME}.docx": begun_outputs.docx.read_bytes(),
        f"{NAME}.pdf": begun_outputs.pdf.read_bytes(),
    }


def test_what_is_owed_on_a_round_is_posted_before_the_next_takes_its_place(begun: Life) -> None:
    begun.open(14, 0)
    with pytest.MonkeyPatch.context() as patch:  # who closes and issues dies before the mails
        for name in ("close_round", "issue_draft"):
            patch.setattr(f"mufakat.services.{name}.follow_up", lambda *given: None)
        begun.close()
        begun.consolidate()
        begun.rule()
        begun.issue()
    template = begun.workspace.templates / "mail" / "letter.en.txt.j2"
    right, before = template.read_text(), begun.refs()
    template.write_text("Subject\n{{ nobody }}\n")
    with pytest.raises(Refusal, match=r"letter\.en\.txt\.j2"):
        begun.open(30, 17)
    assert begun.refs() == before
    template.write_text(right)
    begun.open(30, 17)
    assert {"1/closing/SGP", "1/letter/SGP", "2/invitation/SGP"} < {*keys(begun)}
    assert list(files(mail(begun, "1/letter/SGP"))) == [f"{NAME}-rev-1-clean.docx"]


def test_without_a_mail_server_the_mails_lie_in_the_outputs(begun: Life) -> None:
    begun.open(14, 0)
    path = begun.workspace.outputs / "mail" / NAME / "1-invitation-MYS.eml"
    assert path.read_bytes() == raw(begun, "1/invitation/MYS")


def test_a_template_that_cannot_be_carried_out_holds_up_the_mail_and_not_the_act(
    begun: Life,
) -> None:
    template = begun.workspace.templates / "mail" / "invitation.en.txt.j2"
    right = template.read_text()
    template.write_text("Subject\n{{ nobody }}\n")
    assert begun.open(14, 0).round == 1
    assert keys(begun) == []
    with pytest.raises(Refusal, match=r"invitation\.en\.txt\.j2"):
        notify(begun.workspace, [NAME], begun.day(1))
    template.write_text(right.replace("Dear", "Excellency"))
    assert len(notify(begun.workspace, [NAME], begun.day(1))) == 3
    assert "Excellency Tan" in words(mail(begun, "1/invitation/SGP"))


def test_a_workspace_that_has_no_mail_templates_uses_those_that_come_along(begun: Life) -> None:
    shutil.rmtree(begun.workspace.templates / "mail")
    begun.open(14, 0)
    assert "Dear" in words(mail(begun, "1/invitation/SGP"))


def test_the_record_stays_sound(begun: Life) -> None:
    begun.open(14, 0)
    assert begun.workspace.ledger.repository.check() == ()
    subject = begun.git("log", "-1", "--format=%s%n%an", f"refs/outbox/{NAME}/1/invitation/SGP")
    assert subject.splitlines() == [
        "Talks: comments until 15 December 2025, 09:00 (UTC+07:00) on the Statement of the Talks",
        "Secretariat of the Talks",
    ]


def test_an_act_of_one_delegation_looks_after_its_own_mails_alone(begun: Life) -> None:
    begun.open(14, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mufakat.services.receive_submission.follow_up", lambda *given: None)
        begun.submit("SGP", begun.issued("SGP"))
    begun.submit("MYS", begun.issued("MYS"))
    assert [key for key in keys(begun) if "receipt" in key] == ["1/receipt/MYS/1"]
    assert notify(begun.workspace, [NAME], begun.day(2)) == ("1/receipt/SGP/1",)
