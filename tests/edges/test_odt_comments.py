"""The comments of an OpenDocument text, as LibreOffice and others write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.delegate import NAME, Delegate, Step
from tests.edges.test_odt_pictures import FILE, MAP, held
from tests.edges.test_other_formats import made_by_pandoc
from tests.edges.word.builder import bookmark, p, package, unzipped, zipped

from mufakat.edges.other_formats import read_draft, read_untracked
from mufakat.edges.word.reader import Return
from mufakat.text.document import Opaque, Paragraph, digest
from mufakat.text.tracked import Comment, accepted

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
DATE = "2026-01-05T09:00:00"


def saved(delegate: Delegate, *steps: Step) -> Return:
    lines = "The Ministers met in Ha Noi.", "They agreed to act soon.", "Then they left."
    blocks = [p(bookmark(f"_mf_p{n}", line)) for n, line in enumerate(lines, 1)]
    return read_untracked(delegate.edit(package(*blocks), *steps, save="odt"), "a.odt")


def begin(name: str, words: str, more: str = "") -> str:
    return (
        f'<office:annotation office:name="{name}" xmlns:loext="{LOEXT}" {more}>'
        f"<dc:creator>Ana</dc:creator><dc:date>{DATE}.123</dc:date>"
        f"<text:p>{words}</text:p></office:annotation>"
    )


def end(name: str) -> str:
    return f'<office:annotation-end office:name="{name}"/>'


def written(folder: Path, text: str, **pieces: str) -> bytes:
    """A text by pandoc in which each ``@name`` is a piece of XML."""
    files = unzipped(made_by_pandoc(text, "odt", folder))
    content = files["content.xml"].decode()
    for name, xml in pieces.items():
        assert content.count(f"@{name}") == 1
        content = content.replace(f"@{name}", xml)
    return zipped(files | {"content.xml": content.encode()})


def found(data: bytes) -> dict[str, str]:
    """What is said, and the words that it is on."""
    read = read_untracked(data, "a.odt")
    return {c.text: read.quotes.get(c.id, "nowhere") for c in read.tracked.comments}


def test_comments_made_in_libreoffice_stand_on_their_words(delegate: Delegate) -> None:
    read = saved(
        delegate,
        ("select", "Ministers"),
        ("comment", "Which?\nAll of them?"),
        ("select", "agreed", "Then"),
        ("comment", "Really?"),
    )
    first, second = read.tracked.comments
    assert (first.author, first.text) == (NAME, "Which?\nAll of them?")
    assert (first.block, first.start, first.end) == ("p1", 4, 13)
    assert (second.block, second.start, second.last, second.stop) == ("p2", 5, "p3", 4)
    assert list(read.quotes.values()) == ["Ministers", "agreed to act soon.\nThen"]
    assert read.authors == (NAME,)
    assert read.warnings == ()


def test_a_comment_on_words_typed_under_tracking_stands_on_them(delegate: Delegate) -> None:
    read = saved(
        delegate,
        ("track",),
        ("retype", "Ha Noi", "Jakarta"),
        ("select", "Jakarta"),
        ("comment", "Since when?"),
    )
    (comment,) = read.tracked.comments
    assert (comment.block, read.quotes[comment.id]) == ("p1", "Jakarta")
    first = accepted(read.tracked).body[0]
    assert isinstance(first, Paragraph)
    assert first.text == "The Ministers met in Jakarta."


def test_pictures_come_along_with_comments(delegate: Delegate) -> None:
    file = delegate.edit(FILE, ("select", "here"), ("comment", "Where?"), save="odt")
    read = read_untracked(file, "a.odt")
    assert held(accepted(read.tracked)) == [Opaque("picture", digest(MAP.data), "A map")]
    assert read.objects[digest(MAP.data)].picture is not None
    assert found(file) == {"Where?": "here"}


def test_an_answer_knows_what_it_answers_and_what_is_settled(tmp_path: Path) -> None:
    data = written(
        tmp_path,
        "@a one@b @c two@d",
        a=begin("x", "Why?", 'loext:resolved="true"'),
        b=end("x"),
        c=begin("y", 'So<text:s text:c="2"/>that<text:tab/>', 'loext:parent-name="x"'),
        d=end("y"),
    )
    asked, answer = read_untracked(data, "a.odt").tracked.comments
    assert asked == Comment("0", "Ana", "Why?", "x1", 0, 4, DATE, resolved=True)
    assert (answer.text, answer.parent, answer.resolved) == ("So  that\t", "0", False)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("one @a two", ""),
        ("one @a**two**@b three", "two"),
        ("one @a [two](https://asean.org/)@b", " two"),
        ("one^[A note: @awords@b.]", "words"),
        ("| A | B |\n|---|---|\n| 1 | @atwo@b |", "two"),
        ("- @aone\n- two@b", "one\ntwo"),
    ],
)
def test_a_comment_stands_wherever_words_stand(text: str, quoted: str, tmp_path: Path) -> None:
    pieces = {"a": begin("x", "Why?")} | ({"b": end("x")} if "@b" in text else {})
    assert found(written(tmp_path, text, **pieces)) == {"Why?": quoted}


@pytest.mark.parametrize("text", ["one @b two @a three", "one @b two\n\n@a three"])
def test_a_comment_that_ends_before_it_begins_is_a_point(text: str, tmp_path: Path) -> None:
    read = read_untracked(written(tmp_path, text, a=begin("x", "Why?"), b=end("x")), "a.odt")
    (comment,) = read.tracked.comments
    assert comment.end == comment.start
    assert comment.last == ""


def test_a_comment_without_a_name_is_a_point(tmp_path: Path) -> None:
    nameless = begin("", "Why?").replace('office:name=""', "")
    unopened = '<office:annotation-end office:name="lost"/><office:annotation-end/>'
    data = written(tmp_path, "one @atwo@b", a=nameless, b=unopened)
    (comment,) = read_untracked(data, "a.odt").tracked.comments
    assert (comment.text, comment.start, comment.end) == ("Why?", 4, 4)


def test_a_comment_among_deleted_words_stands_where_they_were(tmp_path: Path) -> None:
    region = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"<text:p>gone {begin('x', 'Why?')}</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    data = written(tmp_path, "@a\n\none @btwo", a=region, b='<text:change text:change-id="c1"/>')
    (comment,) = read_untracked(data, "a.odt").tracked.comments
    assert (comment.text, comment.start, comment.end) == ("Why?", 4, 4)


def test_the_words_are_the_same_without_comments(tmp_path: Path) -> None:
    text = "# Opening\n\nThe @aMinisters@b met.^[On 16 January.]\n\n1. to act;\n2. to report."
    plain = written(tmp_path, text, a="", b="")
    data = written(tmp_path, text, a=begin("x", "Why?"), b=end("x"))
    assert (
        accepted(read_untracked(data, "a.odt").tracked).body[2:]
        == (accepted(read_untracked(plain, "a.odt").tracked).body[2:])
    )
    document, warnings, _ = read_draft(data, "a.odt")
    assert document == read_draft(plain, "a.odt")[0]
    assert "The comments in the file were left behind." in warnings


def test_a_comment_of_no_day_of_the_calendar_has_no_date(tmp_path: Path) -> None:
    never = begin("x", "Why?").replace(DATE, "2026-02-31T25:61:00")
    (comment,) = read_untracked(written(tmp_path, "one @atwo", a=never), "a.odt").tracked.comments
    assert comment.date == ""
