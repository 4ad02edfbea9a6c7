"""The mail templates that come along: each kind in each language, as text and as page."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.procedure.test_notice import (
    DEADLINE,
    MEETING,
    PHL,
    ROUND,
    START,
    STATEMENT,
    day,
    lodged,
)

from mufakat.edges.mail_template import CALENDAR, Words, mail_words
from mufakat.procedure import occasions
from mufakat.procedure.adoption import Adoption
from mufakat.procedure.incoming import Incoming, Written, match
from mufakat.procedure.notice import Notice
from mufakat.procedure.round import closed, extended, extended_for
from mufakat.procedure.submission import Proposed
from mufakat.services.check_meeting import PACKAGED

TEMPLATES = {path.name: path.read_text("utf-8") for path in (PACKAGED / "mail").glob("*.j2")}
ODD = "</p><b>{{ 7 * 7 }}</b>\x00"
SILENCE = replace(ROUND, kind="silence", broken_by="THA", reason=ODD, closed=day(3))
PROPOSING = lodged(
    "PHL",
    1,
    changes={"insertion": 4},
    comments=2,
    understood=(
        Proposed("new after 7", "new paragraph", "", ODD),
        Proposed("8", "replacement", "warmly", "cordially"),
        Proposed("9", "deleted paragraph", "Thanks."),
    ),
)
MAILED = occasions.Mailed("0123", "ana@phl.example", START, (ODD,))
TOLD: dict[str, Notice] = {
    "invitation": occasions.invitation(MEETING, STATEMENT, replace(ROUND, sealed=True), PHL),
    "held": occasions.held(MEETING, STATEMENT, ROUND, PHL, MAILED),
    "held with several files": occasions.held(
        MEETING, STATEMENT, ROUND, PHL, replace(MAILED, files=("a.docx", "b.docx"))
    ),
    "held with a letter": occasions.held(
        MEETING, STATEMENT, ROUND, PHL, replace(MAILED, beside=("letter.pdf",))
    ),
    "held and refused": occasions.held(MEETING, STATEMENT, ROUND, PHL, MAILED, ODD),
    "receipt": occasions.receipt(
        MEETING,
        STATEMENT,
        ROUND,
        PHL,
        lodged("PHL", 1, name=ODD, note=ODD, late=True, warnings=(ODD,), changes={"insertion": 2}),
    ),
    "withdrawal": occasions.receipt(
        MEETING, STATEMENT, ROUND, PHL, lodged("PHL", 2, withdrawn=True)
    ),
    "objection": occasions.receipt(
        MEETING, STATEMENT, SILENCE, PHL, lodged("PHL", 1, objection=True)
    ),
    "brought forward": occasions.receipt(
        MEETING, STATEMENT, ROUND, PHL, lodged("PHL", 3, made_from="zero")
    ),
    "admission": occasions.admission(
        MEETING, STATEMENT, ROUND, PHL, lodged("PHL", 1, name=ODD, late=True)
    ),
    "reminder": occasions.reminder(MEETING, STATEMENT, ROUND, PHL, "7d"),
    "reminder of silence": occasions.reminder(MEETING, STATEMENT, SILENCE, PHL, "24h"),
    "extension": occasions.extension(
        MEETING, STATEMENT, extended(ROUND, day(16), START), PHL, START
    ),
    "own extension": occasions.extension(
        MEETING, STATEMENT, extended_for(ROUND, "PHL", day(16), ODD, START), PHL, START
    ),
    "reopened": occasions.extension(MEETING, STATEMENT, replace(ROUND, reopened=1), PHL, START),
    "closing": occasions.closing(MEETING, STATEMENT, closed(ROUND, day(15)), PHL, PROPOSING),
    "early closing": occasions.closing(
        MEETING, STATEMENT, closed(ROUND, day(5), early=True), PHL, None
    ),
    "closing after no comment": occasions.closing(
        MEETING, STATEMENT, closed(ROUND, day(15)), PHL, lodged("PHL", 1)
    ),
    "closing after a file as issued": occasions.closing(
        MEETING, STATEMENT, closed(ROUND, day(15)), PHL, lodged("PHL", 1, name=ODD)
    ),
    "receipt for comments": occasions.receipt(
        MEETING, STATEMENT, ROUND, PHL, lodged("PHL", 4, comments=2)
    ),
    "receipt in time": occasions.receipt(MEETING, STATEMENT, ROUND, PHL, PROPOSING),
    "letter": occasions.letter(MEETING, STATEMENT, ROUND, PHL, "rev-2", PROPOSING),
    "letter without proposals": occasions.letter(
        MEETING, STATEMENT, ROUND, PHL, "rev-2", lodged("PHL", 1, comments=1)
    ),
    "silence": occasions.silence(MEETING, STATEMENT, replace(SILENCE, closed=None), PHL),
    "broken": occasions.silence(MEETING, STATEMENT, replace(SILENCE, state="broken"), PHL),
    "lapsed": occasions.silence(MEETING, STATEMENT, replace(SILENCE, state="lapsed"), PHL),
    "adoption": occasions.adoption(
        MEETING, STATEMENT, PHL, Adoption("ministers", "rev-2", "d" * 64, day(30), "t", "k")
    ),
}
LANGUAGES = sorted({name.split(".")[1] for name in TEMPLATES if name.endswith(".txt.j2")})


def said(told: Notice, language: str, kind: str = "") -> Words:
    fields = dict(told.fields) | {"attached": [ODD], "has_letter": True}
    return mail_words(TEMPLATES, kind or told.kind, language, fields)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TOLD)
def test_every_notice_has_words_in_every_language(name: str, language: str) -> None:
    words = said(TOLD[name], language)
    assert words.subject.startswith("Talks: ")
    assert "Ana" in words.text
    assert "\n\n\n" not in words.text
    assert words.html.startswith("<!DOCTYPE html>")
    assert "<b>{{" not in words.html
    assert "\x00" not in words.html + words.text
    assert ("{{ 7 * 7 }}" in words.html) == ("{{ 7 * 7 }}" in words.text)


def test_every_kind_of_notice_is_tried_here() -> None:
    kinds = {name.split(".")[0] for name in TEMPLATES if name.endswith(".en.txt.j2")}
    assert kinds == {told.kind for told in TOLD.values()} | {CALENDAR}
    assert {"en", "id"} <= set(LANGUAGES)


def test_bahasa_indonesia_has_every_kind_as_text_and_as_page() -> None:
    english = {name for name in TEMPLATES if ".en." in name}
    assert {name.replace(".en.", ".id.") for name in english} <= TEMPLATES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_asks_for_something_says_until_when(language: str) -> None:
    there = DEADLINE + timedelta(hours=1)
    for name in ("invitation", "reminder", "silence"):
        words = said(TOLD[name], language)
        assert f"{there:%H:%M} (UTC+08:00)" in words.text
        assert f"{there:%H:%M} (UTC+08:00)" in words.html
    assert said(TOLD["invitation"], language, CALENDAR).subject.startswith("Statement: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_shows_each_proposal_in_words_and_counts_the_comments(language: str) -> None:
    words = said(TOLD["receipt in time"], language)
    for shown in (words.text, words.html):
        assert re.search(r"8: warmly\s*(<br>→|->) cordially", shown)
        assert re.search(r"(comments|komentar): 2", shown)
        assert re.search(r"(and 1 more|dan 1 lagi)", shown)
        assert re.search(r"9: Thanks\.\s*(<br>→|->) \((deleted|dihapus)\)", shown)
    assert "(2)" in said(TOLD["receipt for comments"], language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_late_receipt_offers_no_deadline_that_is_past(language: str) -> None:
    late, in_time = (said(TOLD[name], language) for name in ("receipt", "receipt in time"))
    for shown, promised in ((late.text, in_time.text), (late.html, in_time.html)):
        assert f"{DEADLINE.day} Jan" not in shown
        assert f"{DEADLINE.day} Jan" in promised


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asks_for_a_word_that_is_taken_for_a_yes(language: str) -> None:
    asked = said(TOLD["held"], language)
    for shown in (asked.text, asked.html):
        [word] = re.findall(r"(?:the one word|dengan satu kata) (?:<b>)?(\w+)", shown)
        answer = Incoming("", MAILED.sender, "", "", ("<asked>",), says=word.capitalize())
        written = Written({}, {"<asked>": ("PHL", "the mail")})
        assert match(MEETING, answer, written).standing == "yes"


def test_whoever_proposed_nothing_is_told_so() -> None:
    lines = {
        "closing": "The comments of Philippines are on record",
        "early closing": "We have no comments from Philippines",
        "closing after no comment": "Philippines told us that it has no comment",
        "closing after a file as issued": "The file of Philippines held no change",
        "letter": "for every proposal of Philippines",
        "letter without proposals": "Philippines made no proposal in round 2; the letter says",
    }
    for name, line in lines.items():
        words = said(TOLD[name], "en")
        shown = [other for other in lines.values() if other in words.text and other in words.html]
        assert shown == [line]


def test_a_page_fetches_nothing() -> None:
    for text in TEMPLATES.values():
        assert not re.search(r"https?:|<img|<link|<script|url\(|src=|@import", text)
