from email.message import EmailMessage

import pytest

from mufakat.edges.mail_in import mail_files, mail_key, read_mail


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Đỗ Thị Ánh <anh@vnm.example>"
    made["Subject"] = "Trả lời: Statement"
    made["Message-ID"] = "<1@vnm.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Kính gửi")
    return made


def attached(made: EmailMessage, name: str, content: bytes) -> EmailMessage:
    made.add_attachment(content, "application", "octet-stream", filename=name)
    return made


def test_a_mail_says_who_what_and_in_answer_to_what() -> None:
    made = message(
        In_Reply_To="<a@talks.example>", References="<b@talks.example> <a@talks.example>"
    )
    found = read_mail(attached(made, "Góp ý của Việt Nam.docx", b"PK").as_bytes())
    assert (found.sender, found.name) == ("anh@vnm.example", "Đỗ Thị Ánh")
    assert found.subject == "Trả lời: Statement"
    assert found.answers == ("<a@talks.example>", "<b@talks.example>")
    assert found.files == ("Góp ý của Việt Nam.docx",)
    assert not found.automatic


def test_files_keep_their_bytes_and_lose_their_folders() -> None:
    made = attached(message(), "C:\\Users\\Anh\\a.docx", bytes(range(256)))
    made = attached(attached(made, "../../b.docx", b"b"), "logo.png", b"x")
    assert mail_files(made.as_bytes()) == [("a.docx", bytes(range(256))), ("b.docx", b"b")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<all.example>"},
        {"X_Mufakat_Key": "statement/1/receipt/VNM/1"},
    ],
)
def test_what_no_person_wrote_is_known(headers: dict[str, str]) -> None:
    assert read_mail(message(**headers).as_bytes()).automatic


def test_a_person_s_mail_may_say_so() -> None:
    assert not read_mail(message(Auto_Submitted="no").as_bytes()).automatic


def test_the_same_mail_has_one_key_and_a_borrowed_id_another() -> None:
    first = attached(message(), "a.docx", b"a").as_bytes()
    again = b"Received: from elsewhere\n" + first
    other = attached(message(), "a.docx", b"b").as_bytes()
    keys = [mail_key(raw, read_mail(raw)) for raw in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: =?x-none?q?a?= <a@b>\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed\n\n",
        b"Subject: =?utf-8?b?!!!?=\nMessage-ID: <<<>>>\n\nx",
        b"Content-Type: application/x; name=a.docx\nContent-Transfer-Encoding: base64\n\n@@@",
    ],
)
def test_odd_mail_is_read_for_what_it_is(raw: bytes) -> None:
    assert mail_key(raw, read_mail(raw))
