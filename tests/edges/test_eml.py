from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.edges.eml import WORD, Attached, Letterhead, eml, message_id
from mufakat.procedure.delegation import FocalPoint
from mufakat.procedure.meeting import Party

NOW = datetime(2026, 1, 5, 18, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OFFICE = Party("Secretariat", "office@talks.example")
ID = message_id("talks", "statement", "1/invitation/PHL", OFFICE)
HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Content-Language",
    "Auto-Submitted",
    "X-Mufakat-Key",
    "MIME-Version",
]


def head(subject: str = "Comments", *names: str) -> Letterhead:
    points = [FocalPoint(name, f"p{n}@phl.example") for n, name in enumerate(names or ["Ana"])]
    return Letterhead(OFFICE, points, OFFICE, subject, NOW, ID, "statement/1/invitation/PHL", "en")


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def test_a_mail_holds_text_page_and_files_as_they_were_given() -> None:
    files = [
        Attached("a.docx", WORD, bytes(range(256)) * 9),
        Attached("deadline.ics", "text/calendar", "BEGIN:VCALENDAR\r\nĐỗ\r\n".encode(), "PUBLISH"),
    ]
    found = read(eml(head(), "Kính gửi\n.\nFrom here\n", "<p>Kính gửi</p>", files))
    assert found.get_content_type() == "multipart/mixed"
    text, page = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == "Kính gửi\n.\nFrom here\n"
    assert page.get_content().strip() == "<p>Kính gửi</p>"
    word, calendar = found.iter_attachments()
    assert (word.get_filename(), word.get_content_type()) == ("a.docx", WORD)
    assert word.get_payload(decode=True) == files[0].content
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar.get_payload(decode=True) == files[1].content


def test_the_same_mail_is_the_same_to_the_last_byte_and_safe_for_every_server() -> None:
    names = ("Đỗ Thị Ánh Nguyệt", "Somchai ใจดี " * 9)
    files = [Attached("a.docx", WORD, b"x" * 5000)]
    data = eml(head("Nhắc nhở " * 20, *names), "Một " * 500, "<p>Một</p>", files)
    assert data == eml(head("Nhắc nhở " * 20, *names), "Một " * 500, "<p>Một</p>", files)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"Date: Mon, 05 Jan 2026 18:30:00 +0700\r\n" in data
    assert b"Auto-Submitted: auto-generated\r\n" in data


def test_without_a_page_or_files_it_is_still_one_mail() -> None:
    found = read(eml(head(), "Words\n", "", []))
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/alternative",
        "text/plain",
    ]
    assert list(found.keys())[1:] == HEADERS


def test_a_mail_has_an_id_of_its_own_that_never_changes() -> None:
    assert message_id("talks", "statement", "1/invitation/PHL", OFFICE) == ID
    others = {
        message_id(*other, OFFICE)
        for other in (
            ("talks", "statement", "1/invitation/THA"),
            ("talks", "record", "1/invitation/PHL"),
            ("talks-2", "statement", "1/invitation/PHL"),
        )
    }
    assert len(others | {ID}) == 4
    assert ID.endswith("@talks.example>")


@pytest.mark.parametrize(
    "name",
    [
        "Tan, Wei <Ling>",
        'Lim "Bcc: x@evil.example" \\',
        "Ana\r\nBcc: x@evil.example",
        "Ana\n\nDear all",
        "Đỗ, Thị <x@evil.example>, " * 5,
        "=?utf-8?q?Ana?= <x@evil.example>",
        "Dr. Ana; Group: x@evil.example;",
        "",
    ],
)
def test_nothing_in_a_name_or_a_subject_becomes_a_header_or_an_address(name: str) -> None:
    found = read(eml(head(name or "-", name, "Ben"), "Words\n", "", []))
    assert [one.addr_spec for one in found["To"].addresses] == ["p0@phl.example", "p1@phl.example"]
    assert list(found.keys())[1:] == HEADERS
    assert found.get_content_type() == "multipart/alternative"


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_the_words_they_stay_where_they_belong(name: str, subject: str) -> None:
    found = read(eml(head(subject, name), "Words\n", "", []))
    assert [one.addr_spec for one in found["To"].addresses] == ["p0@phl.example"]
    assert list(found.keys())[1:] == HEADERS


def test_names_and_subjects_in_other_scripts_are_read_as_they_were_written() -> None:
    names = ("Đỗ Thị Ánh Nguyệt", "สมชาย ใจดี", 'Tan, "Wei"')
    found = read(eml(head("Nhắc nhở: hạn chót", *names), "Words\n", "", []))
    assert tuple(one.display_name for one in found["To"].addresses) == names
    assert found["Subject"] == "Nhắc nhở: hạn chót"
