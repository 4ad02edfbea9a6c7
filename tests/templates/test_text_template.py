"""A template makes a document; a value is text whatever it holds; a mistake is named by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.edges.text_template import render_text
from mufakat.refusal import Refusal
from mufakat.text.document import MARK, OBJECT, Paragraph

TEMPLATE = "# {{ title }} {.title}\n\n[]{.num} {{ words }}\n\n[]{} (*{{ words }}*)\n"

_printable = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=(OBJECT, MARK)), min_size=1
)


def texts(template: str, **data: object) -> list[str]:
    return [b.text for b in render_text(template, data).body if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    "words",
    [
        "{{ meeting }} and {% raw %}",
        "*not* **bold** ~~gone~~ [a](<b>) `code`",
        "# Heading {#h9}",
        "::: {.row}",
        "[^n1]: a note",
        "[]{.item} an item",
        "<b>bold</b> &amp; &#65;",
        "=cmd()|' /C calc'!A0",
        "two\nlines\tand a tab",
        " spaces around ",
        "x {#p1}",
        "\\{ \\",
        "user@host.example ~ user_name $5 !",
        "Nguyễn Mạnh Hùng, ៥ ๕",
    ],
)
def test_a_value_is_text_wherever_it_stands(words: str) -> None:
    assert texts(TEMPLATE, title=words, words=words) == [words, words, f"({words})"]
    first, *others = texts("[]{.num} {{ words }}{{ words }}\n", words=words)
    assert (first, others) == (words + words, [])


@given(_printable)
def test_any_value_is_text(words: str) -> None:
    assert texts(TEMPLATE, title="T", words=words) == ["T", words, f"({words})"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ words }}\n", "# A heading {}"),
        ("{{ words }} {.title}\n", "# A title"),
        ("## {{ words }}\n", "A heading {#h9}"),
        (':::: {.table}\n::: {.row}\n[]{cell=""} a\n\n{{ words }}\n::::\n', ":::"),
    ],
)
def test_a_value_never_makes_or_ends_a_block(template: str, words: str) -> None:
    with pytest.raises(Refusal, match=r"Line \d of the text"):
        render_text(template, {"words": words})


def test_gives_ids_to_blocks_that_have_none_and_keeps_the_others() -> None:
    document = render_text("## A {#h7}\n\n[]{.num} B\n\n[]{.num} C\n", {})
    ids = [block.id for block in document.body]
    assert ids[0] == "h7"
    assert all(ids)
    assert len(set(ids)) == 3


def test_lists_names_as_a_sentence_has_them() -> None:
    assert texts("[]{} {{ names | listed }}.\n", names=["A*", "B", "C"]) == ["A*, B and C."]


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("[]{} fine\n\n[]{} {{ missing }}\n", 'line 3: "missing" is undefined'),
        ("[]{} fine\n\n[]{} {{ meeting.titel }}\n", 'line 3: "dict object" has no attribute'),
        ("[]{} a\n\n[]{} {% if %}\n", "line 3: "),
        ("[]{} a\n{% for x in meeting %}\n", "line 2: "),
        ("[]{} {{ ''.__class__.__mro__ }}\n", "line 1: "),
        ("[]{} {{ meeting }}\n", "line 1: a dict is to be printed"),
        ("\n[]{} {{ nothing }}\n", "line 2: a NoneType is to be printed"),
        ("[]{} {{ 1 / 0 }}\n", "line 1: "),
        ("[]{} {{ object }}\n", "line 1: a value holds a character"),
        ("[]{} {% include 'other' %}\n", "line 1: "),
    ],
)
def test_a_mistake_is_refused_with_its_line(template: str, error: str) -> None:
    data = {"meeting": {"title": "T"}, "nothing": None, "object": f"a{OBJECT}"}
    with pytest.raises(Refusal) as refused:
        render_text(template, data)
    assert error in refused.value.error
    assert refused.value.hint


def test_what_comes_out_must_be_a_text() -> None:
    with pytest.raises(Refusal, match="Line 2 of the text") as refused:
        render_text("[]{} a\nb\n", {})
    assert "the text that comes out" in refused.value.hint


def test_takes_plain_data_only() -> None:
    with pytest.raises(Refusal, match=r"a function at data\.meeting\.call"):
        render_text("[]{} a\n", {"meeting": {"call": lambda: None}})
