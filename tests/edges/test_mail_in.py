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


@pytest.mark.parametrize(
    "header",
    [
        "Subject: =?utf-8\xff?q?x?=",
        "Subject: =?utf-8?b?A?=",
        "From: =?undefined?q?x?= <a@b.example>",
        "Content-Disposition: attachment; filename*0*=utf-8''x; filename*=y",
        "Content-Disposition: attachment; filename*=a\0b''c.docx",
        "Subject: =?utf-8?q?a=00=1B=0Ab?=",
    ],
)
def test_a_header_that_nobody_can_read_stops_nothing(header: str) -> None:
    found = read_mail(f"{header}\r\nMessage-ID: <1@x.example>\r\n\r\nx\r\n".encode("latin-1"))
    assert found.id == "<1@x.example>"
    assert (found.subject + found.sender + found.name).isprintable(), "a terminal would obey it"


HTML = "<html><head><title>No</title></head><body><p>&#89;ES<br>more</p></body></html>"


@pytest.mark.parametrize(
    ("words", "subtype", "says"),
    [
        ("\n  YES  \n\nAna\n> NO\n", "plain", "YES"),
        ("> Is it yours?\n\nYES\n", "plain", "YES"),
        ("> only what is answered\n", "plain", ""),
        (HTML, "html", "YES"),
        ("x" * 1000, "plain", "x" * 100),
    ],
)
def test_the_first_line_that_somebody_wrote_is_known(words: str, subtype: str, says: str) -> None:
    made = EmailMessage()
    made.set_content(words, subtype=subtype)
    assert read_mail(made.as_bytes()).says == says


def test_words_in_letters_that_nobody_knows_are_read_as_far_as_may_be() -> None:
    assert read_mail(b"Content-Type: text/plain; charset=nope\r\n\r\nYES\r\n").says == "YES"
