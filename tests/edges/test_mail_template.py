from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mufakat.edges.mail_template import mail_words
from mufakat.refusal import Refusal

AT = datetime(2026, 1, 5, 18, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TEMPLATES = {
    "note.en.txt.j2": "About {{ title }}\n\nDear {{ names | listed }},\n{{ at | moment }}\n",
    "note.en.html.j2": "{% extends 'frame.html.j2' %}{% block b %}{{ title }}{% endblock %}",
    "note.id.txt.j2": "Tentang {{ title }}\n\n{{ at | moment }}\n",
    "frame.html.j2": "<html lang='{{ language }}'>{% block b %}{% endblock %}</html>",
}
FIELDS = {"title": "A & B <b>", "names": ["Ana", "Ben"], "at": AT}


def test_the_first_line_is_the_subject_and_the_rest_the_text() -> None:
    words = mail_words(TEMPLATES, "note", "en", FIELDS)
    assert words.subject == "About A & B <b>"
    assert words.text == "Dear Ana and Ben,\n5 January 2026, 18:30 (UTC+07:00)\n"
    assert words.html == "<html lang='en'>A &amp; B &lt;b&gt;</html>"


def test_a_language_without_a_page_sends_none_in_another() -> None:
    words = mail_words(TEMPLATES, "note", "id", FIELDS)
    assert words.text == "5 Januari 2026, 18:30 (UTC+07:00)\n"
    assert (words.html, words.language) == ("", "id")


@pytest.mark.parametrize(("asked", "given"), [("vi", "en"), ("id-ID", "id"), ("", "en")])
def test_a_language_that_is_not_there_falls_back(asked: str, given: str) -> None:
    assert mail_words(TEMPLATES, "note", asked, FIELDS).language == given


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "{% raw %}",
        '" onclick="x',
        "</td></table>",
        "&lt;b&gt;",
    ],
)
def test_words_are_text_in_the_page_and_in_the_text(words: str) -> None:
    found = mail_words(TEMPLATES, "note", "en", FIELDS | {"title": words})
    assert found.subject == f"About {words}"
    assert "<script" not in found.html
    assert "49" not in found.html
    assert '"' not in found.html
    assert "</td>" not in found.html


def test_characters_that_nobody_sees_are_left_out() -> None:
    title = "a\x00\x1b[1m\u202eb\u2066\ufeff\u2028c"
    found = mail_words(TEMPLATES, "note", "en", FIELDS | {"title": title})
    assert found.subject == "About a[1mbc"


def test_a_line_break_in_a_word_never_lengthens_the_subject() -> None:
    found = mail_words(TEMPLATES, "note", "en", FIELDS | {"title": "a\r\nBcc: x@evil.example"})
    assert found.subject == "About a"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Subject\n{{ missing }}", "line 2"),
        ("Subject\n{{ names }}", "list"),
        ("Subject\n{% if %}", "line 2"),
        ("Subject\n{{ ().__class__.__mro__ }}", "line 2"),
        ("Subject\n{{ title | safe }}", "safe"),
        ("Subject\n{% include '/etc/passwd' %}", "/etc/passwd"),
        ("\n\n", "no subject"),
    ],
)
def test_a_mistake_is_one_clear_refusal_with_file_and_line(template: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        mail_words(TEMPLATES | {"note.en.txt.j2": template}, "note", "en", FIELDS)
    assert "note.en.txt.j2" in refusal.value.error
    assert said in refusal.value.error


def test_a_kind_without_templates_is_refused() -> None:
    with pytest.raises(Refusal, match=r"letter\.en\.txt\.j2 is missing"):
        mail_words(TEMPLATES, "letter", "id", FIELDS)
