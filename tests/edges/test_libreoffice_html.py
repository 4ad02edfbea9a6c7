"""Pages that LibreOffice wrote: their notes, their headers, what they say of themselves."""

from __future__ import annotations

from mufakat.edges.other_formats import read_untracked
from mufakat.text.document import Note, Paragraph, paragraphs
from mufakat.text.tracked import accepted

HEAD = (
    '<html><head><meta name="generator" content="LibreOffice 7.4"/>{}</head><body>{}</body></html>'
)


def note(number: int, kind: str = "foot") -> str:
    name = f"sd{kind}note{number}"
    return f'<a class="{name}anc" name="{name}anc" href="#{name}sym"><sup>{number}</sup></a>'


def body(number: int, words: str, kind: str = "foot") -> str:
    name = f"sd{kind}note{number}"
    back = f'<a class="{name}sym" name="{name}sym" href="#{name}anc">{number}</a>'
    return f'<div id="{name}"><p>{back}\n{words}</p></div>'


def page(*blocks: str, meta: str = "") -> list[Paragraph]:
    found = read_untracked(HEAD.format(meta, "".join(blocks)).encode(), "a.html")
    return list(paragraphs(accepted(found.tracked), notes=False))


def test_notes_stand_where_they_are_referred_to() -> None:
    [line] = page(
        f"<p>One{note(1)} and two{note(1, 'end')}.</p>", body(1, "See."), body(1, "Also.", "end")
    )
    notes = [anchor.object for anchor in line.anchors]
    assert [n.kind for n in notes if isinstance(n, Note)] == ["footnote", "endnote"]
    held = [
        b.text for n in notes if isinstance(n, Note) for b in n.blocks if isinstance(b, Paragraph)
    ]
    assert held == ["See.", "Also."]


def test_a_note_that_is_nowhere_is_a_link() -> None:
    [line] = page(f"<p>One{note(1)}.</p>")
    assert line.text == "One1."


def test_headers_and_footers_are_no_text() -> None:
    lines = page(
        '<div title="header"><p>Top</p></div>',
        "<p>Words.</p>",
        '<div title="footer"><p>Page 1</p></div>',
    )
    assert [line.text for line in lines] == ["Words."]


def test_words_begin_behind_their_anchor_and_its_line() -> None:
    [line] = page('<p><a name="_mf_p1"></a>\n\tThe Meeting.</p>')
    assert (line.id, line.text) == ("p1", "The Meeting.")


def test_another_program_s_page_stays_as_it_is() -> None:
    data = b'<html><body><div title="header"><p>Top</p></div><p>Words.</p></body></html>'
    found = read_untracked(data, "a.html")
    assert [one.text for one in paragraphs(accepted(found.tracked))] == ["Top", "Words."]
