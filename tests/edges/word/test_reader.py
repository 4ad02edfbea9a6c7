"""Golden readings of small files: the text as it was, as it would be, and as each author has it."""

from __future__ import annotations

from functools import partial
from operator import eq
from typing import Any

import pytest
from tests.edges.word.builder import (
    DAY,
    STRICT_W,
    abstract,
    bookmark,
    by,
    dele,
    field,
    ins,
    level,
    list_,
    moved,
    note_head,
    note_ref,
    num,
    p,
    package,
    r,
    runs,
    sdt,
    style,
    tbl,
    tc,
    tr,
    unzipped,
)

from mufakat.edges.word.reader import Return, read
from mufakat.text.document import OBJECT, Document, Note, Paragraph, Style, Table, paragraphs
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    StyleChange,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    TrackedTable,
    accepted,
    original,
    view,
)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document)]


def readings(data: bytes, *authors: str) -> list[list[str]]:
    """The original view, the accepted view, and each author's."""
    tracked = read(data).tracked
    views = [original(tracked), accepted(tracked)]
    views += [view(tracked, partial(eq, author)) for author in authors]
    return [texts(document) for document in views]


def first(returned: Return) -> TrackedParagraph:
    block = returned.tracked.body[0]
    assert isinstance(block, TrackedParagraph)
    return block


def only(*blocks: str, **parts: Any) -> Paragraph:
    """The accepted view's only paragraph."""
    document = accepted(read(package(*blocks, **parts)).tracked)
    [paragraph] = document.body
    assert isinstance(paragraph, Paragraph)
    return paragraph


def test_insertions_and_deletions() -> None:
    data = package(p("The ", ins("MYS", "Sixth "), "Meeting ", dele("SGP", "was "), "held"))
    assert readings(data, "MYS", "SGP") == [
        ["The Meeting was held"],
        ["The Sixth Meeting held"],
        ["The Sixth Meeting was held"],
        ["The Meeting held"],
    ]
    assert read(data).authors == ("MYS", "SGP")


def test_a_deletion_within_another_authors_insertion() -> None:
    inner = dele("THA", "new ")
    data = package(p("a ", f"<w:ins {by('MYS')}>{runs('very ')}{inner}</w:ins>", "b"))
    assert readings(data, "MYS", "THA") == [["a b"], ["a very b"], ["a very new b"], ["a b"]]
    stack = first(read(data)).runs[2].revisions
    assert stack == (Revision("insert", "MYS", DAY), Revision("delete", "THA", DAY))


def test_a_split_and_a_join() -> None:
    split = package(p("One.", mark="ins MYS"), p("Two."))
    assert readings(split) == [["One.Two."], ["One.", "Two."]]
    join = package(p("One.", mark="del MYS"), p("Two."))
    assert readings(join) == [["One.", "Two."], ["One.Two."]]


def test_a_paragraph_mark_inserted_by_one_and_deleted_by_another() -> None:
    data = package(p("One.", mark="ins MYS, del SGP"), p("Two."))
    both = ["One.", "Two."]
    assert readings(data, "MYS", "SGP") == [["One.Two."], ["One.Two."], both, ["One.Two."]]


def test_empty_paragraphs_that_came_or_went() -> None:
    data = package(p("a"), p(mark="ins MYS"), p(mark="del SGP"), p("b"))
    assert readings(data) == [["a", "", "b"], ["a", "", "b"]]
    assert readings(data, "MYS", "SGP")[2:] == [["a", "", "", "b"], ["a", "b"]]


def test_a_moved_paragraph() -> None:
    here = moved("To", "MYS", "m1", "Second.")
    away = moved("From", "MYS", "m1", "Second.")
    data = package(
        p(here, mark="moveTo MYS"), p("First."), p(away, mark="moveFrom MYS"), p("Last.")
    )
    assert readings(data) == [["First.", "Second.", "Last."], ["Second.", "First.", "Last."]]
    paragraph = first(read(data))
    assert paragraph.runs[0].revisions == (Revision("move-to", "MYS", DAY, "m1"),)
    assert paragraph.mark == (Revision("move-to", "MYS", DAY, "m1"),)


def test_a_move_whose_range_ends_between_paragraphs() -> None:
    start = '<w:moveFromRangeStart w:id="7" w:name="m" w:author="MYS"/>'
    away = f"{start}<w:moveFrom {by('MYS')}>{r('Away.')}</w:moveFrom>"
    data = package(
        p(away, mark="moveFrom MYS"),
        '<w:moveFromRangeEnd w:id="7"/>',
        p("Stays."),
        p(moved("To", "MYS", "m", "Away."), mark="moveTo MYS"),
    )
    moves = {(r.kind, r.move) for r in first(read(data)).mark}
    assert moves == {("move-from", "m")}
    assert readings(data) == [["Away.", "Stays."], ["Stays.", "Away."]]


def test_half_a_move_is_a_deletion_or_an_insertion() -> None:
    data = package(p("a", moved("From", "MYS", "m1", "b"), moved("To", "SGP", "m2", "c")))
    kinds = [run.revisions[0].kind for run in first(read(data)).runs if run.revisions]
    assert kinds == ["delete", "insert"]


def test_rows_that_came_and_went() -> None:
    new = f"<w:ins {by('MYS')}/>"
    gone = f"<w:del {by('SGP')}/>"
    table = tbl(tr("kept"), tr(tc(p(ins("MYS", "new"), mark="ins MYS")), props=new))
    data = package(table, p(), tbl(tr("stays"), tr(tc(p("old", mark="del SGP")), props=gone)))
    assert readings(data, "MYS") == [
        ["kept", "", "stays", "old"],
        ["kept", "new", "", "stays"],
        ["kept", "new", "", "stays", "old"],
    ]


def test_cells_that_came_and_went() -> None:
    new, gone = f"<w:cellIns {by('MYS')}/>", f"<w:cellDel {by('SGP')}/>"
    data = package(tbl(tr("a", tc("b", props=new), tc("c", props=gone))))
    assert readings(data) == [["a", "c"], ["a", "b"]]


def test_a_cells_last_paragraph_mark_cannot_go() -> None:
    data = package(tbl(tr(tc(p(dele("MYS", "gone"), mark="del MYS")), "kept")))
    assert readings(data) == [["gone", "kept"], ["", "kept"]]


def test_a_paragraph_added_in_a_cell() -> None:
    data = package(tbl(tr(tc(p("one", mark="ins MYS"), p("two")))))
    assert readings(data) == [["onetwo"], ["one", "two"]]


def test_a_tracked_merging_of_cells_is_told_of() -> None:
    merge = f'<w:cellMerge {by("MYS")} w:vMerge="rest"/>'
    assert read(package(tbl(tr(tc("a", props=merge))))).warnings == (
        "A tracked merging of cells at the beginning was taken as done.",
    )


def test_a_tracked_change_of_formatting() -> None:
    change = f"<w:b/><w:rPrChange {by('MYS')}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    [run] = first(read(package(p(r("bold now", change))))).runs
    assert run == TrackedRun(
        "bold now", (("bold", ""),), format=FormatChange("MYS", (("italic", ""),), DAY)
    )


def test_a_tracked_change_of_fonts_is_told_of() -> None:
    change = f'<w:sz w:val="28"/><w:rPrChange {by("MYS")}><w:rPr/></w:rPrChange>'
    returned = read(package(p("Some words", r(" larger", change))))
    assert len(first(returned).runs) == 1
    assert returned.warnings == (
        "A tracked change of fonts or layout in paragraph 1 (“Some words larger”) was left out.",
    )


def test_a_tracked_change_of_style() -> None:
    styles = style("H1", "heading 1")
    change = f'<w:pPrChange {by("MYS")}><w:pPr><w:pStyle w:val="H1"/></w:pPr></w:pPrChange>'
    [block] = read(package(p("a", props=change), styles=styles)).tracked.body
    assert isinstance(block, TrackedParagraph)
    assert block.restyle == StyleChange("MYS", Style("heading"), DAY)
    assert read(package(p("a", props=change), styles=styles)).authors == ("MYS",)


def test_a_paragraph_made_a_list_item_with_tracking_on() -> None:
    numbering = abstract(0, level(0, "lowerLetter", "(%1)")) + list_(1, 0)
    numbered = num(1).replace("</w:numPr>", f"<w:ins {by('MYS')}/></w:numPr>")
    [block] = read(package(p("a", props=numbered), numbering=numbering)).tracked.body
    assert isinstance(block, TrackedParagraph)
    assert (block.style, block.restyle) == (Style("item"), StyleChange("MYS", Style(), DAY))


def test_a_tracked_change_of_the_page_is_told_of() -> None:
    section = f"<w:sectPr><w:sectPrChange {by('MYS')}/></w:sectPr>"
    [warning] = read(package(p("a", props=section))).warnings
    assert "tracked change of fonts or layout in paragraph 1" in warning


def test_notes_with_bodies_and_changes_in_them() -> None:
    note = p(note_head(), "See ", dele("MYS", "the "), "report.")
    end = p(note_head("endnote"), "At the end.")
    data = package(
        p("Words", note_ref(2), " and", note_ref(1, "endnote")),
        footnotes={2: note},
        endnotes={1: end},
    )
    body = [f"Words{OBJECT} and{OBJECT}"]
    assert readings(data) == [
        [*body, "See the report.", "At the end."],
        [*body, "See report.", "At the end."],
    ]
    document = accepted(read(data).tracked)
    [paragraph] = document.body
    assert isinstance(paragraph, Paragraph)
    assert not paragraph.spans
    kinds = [a.object.kind for a in paragraph.anchors if isinstance(a.object, Note)]
    assert kinds == ["footnote", "endnote"]


def test_what_a_notes_reference_says_is_not_said_again_of_its_words() -> None:
    note = p(note_head(), ins("MYS", "New "), ins("SGP", "Newer "), mark="ins MYS")
    data = package(p("a", f"<w:ins {by('MYS')}>{note_ref(2)}</w:ins>"), footnotes={2: note})
    held = first(read(data)).runs[1].object
    assert isinstance(held, TrackedNote)
    [block] = held.blocks
    assert isinstance(block, TrackedParagraph)
    assert block.mark == ()
    assert block.runs == (
        TrackedRun("New "),
        TrackedRun("Newer ", revisions=(Revision("insert", "SGP", DAY),)),
    )


@pytest.mark.parametrize(
    ("refs", "told"),
    [
        (note_ref(9), "A note whose words are missing in paragraph 1 (“a”) was left out."),
        (note_ref(2) * 2, "A second reference to one note in paragraph 1 (“a”) was left out."),
    ],
)
def test_references_that_lead_nowhere(refs: str, told: str) -> None:
    assert read(package(p("a", refs), footnotes={2: p("n")})).warnings == (told,)


def test_a_note_within_a_note_is_told_of() -> None:
    data = package(p("a", note_ref(2)), footnotes={2: p("n", note_ref(2))})
    assert read(data).warnings == ("A note inside a note in paragraph 1 (“a”) was left out.",)


def test_marks_from_runs_and_character_styles() -> None:
    styles = (
        style("Strong", "Strong", "<w:rPr><w:b/></w:rPr>", kind="character")
        + style("Loud", "Loud", "<w:rPr><w:i/></w:rPr>", kind="character", based="Strong")
        + style("Calm", "Calm", '<w:rPr><w:b w:val="0"/></w:rPr>', kind="character", based="Strong")
    )
    paragraph = only(
        p(
            r("a", '<w:rStyle w:val="Loud"/>'),
            r("b", '<w:rStyle w:val="Calm"/>'),
            r("c", '<w:rStyle w:val="Loud"/><w:i w:val="false"/>'),
            r("d", '<w:u w:val="single"/><w:strike/>'),
            r("e", '<w:u w:val="none"/><w:vertAlign w:val="superscript"/>'),
            r("f", '<w:vertAlign w:val="subscript"/><w:dstrike/>'),
        ),
        styles=styles,
    )
    found = {(s.mark, paragraph.text[s.start : s.end]) for s in paragraph.spans}
    assert found == {
        ("bold", "a"),
        ("italic", "a"),
        ("bold", "c"),
        ("underline", "d"),
        ("strike", "d"),
        ("strike", "f"),
        ("superscript", "e"),
        ("subscript", "f"),
    }


def test_marks_of_the_paragraphs_style_are_the_styles_own() -> None:
    styles = style("H1", "heading 1", "<w:rPr><w:b/></w:rPr>")
    assert only(p("Opening", style="H1"), styles=styles).spans == ()


def test_roles_from_the_names_of_character_styles() -> None:
    strike = "<w:rPr><w:strike/></w:rPr>"
    styles = style("X", "Mufakat struck", strike, kind="character")
    data = package(p(r("out", '<w:rStyle w:val="X"/>')), styles=styles)
    [run] = first(read(data, own=True)).runs
    assert run.marks == (("struck", ""),)


def test_the_signs_of_a_compilation_are_no_part_of_somebody_elses_text() -> None:
    styles = style("X", "Mufakat attribution", kind="character") + style(
        "Y", "Mufakat quoted contested", kind="character"
    )
    pasted = r("[SGP proposes", '<w:rStyle w:val="X"/>'), r("this]", '<w:rStyle w:val="Y"/>')
    returned = read(package(p(*pasted), styles=styles))
    assert [run.marks for run in first(returned).runs] == [(), (("quoted", ""),)]
    assert returned.warnings == (
        "2 signs of a compilation (words shown as proposed, struck or attributed) were left out; "
        "the words are read: in paragraph 1 (“[SGP proposesthis]”).",
    )


def test_runs_that_differ_in_nothing_are_one() -> None:
    data = package(p("a", r("b", '<w:sz w:val="24"/>'), "<w:proofErr/>", ins("MYS", "c", "d")))
    assert [run.text for run in first(read(data)).runs] == ["ab", "cd"]


def test_links_by_relation_and_by_field() -> None:
    here = f'<w:hyperlink r:id="rL">{r("here")}</w:hyperlink>'
    there = field(' HYPERLINK "https://asean.org/b" \\l "part" ', "there")
    inner = f'<w:hyperlink w:anchor="_mf_p4">{r("above")}</w:hyperlink>'
    data = package(p(here, " and ", there, ", ", inner), links={"rL": "https://asean.org/a"})
    paragraph = first(read(data))
    assert [(run.text, run.marks) for run in paragraph.runs] == [
        ("here", (("link", "https://asean.org/a"),)),
        (" and ", ()),
        ("there", (("link", "https://asean.org/b#part"),)),
        (", ", ()),
        ("above", (("link", "#p4"),)),
    ]


@pytest.mark.parametrize(
    ("anchor", "target", "told"),
    [
        ("_Toc1", "", "A link within the document"),
        ("", "#_Toc1", "A link within the document"),
        ("", "javascript:alert(1)", "A link to a program or to a file"),
        ("", "java\tscript:alert(1)", "A link to a program or to a file"),
        ("", "setup.exe", "A link to a program or to a file"),
        ("", "..\\share\\report.docx", "A link to a program or to a file"),
        ("", "ms-msdt:/id", "A link to a program or to a file"),
        ("", "smb://host/file", "A link to a program or to a file"),
    ],
)
def test_links_that_are_not_carried(anchor: str, target: str, told: str) -> None:
    where = f'w:anchor="{anchor}"' if anchor else 'r:id="rL"'
    link = f"<w:hyperlink {where}>{r('words')}</w:hyperlink>"
    returned = read(package(p(link), links={"rL": target.replace("\t", "&#9;")}))
    assert first(returned).runs == (TrackedRun("words"),)
    assert told in returned.warnings[0]
    assert "was kept as plain words" in returned.warnings[0]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("https://asean.org/a?b=c#d", "https://asean.org/a?b=c#d"),
        (" HTTP://asean.org/ ", "HTTP://asean.org/"),
        ("mailto:office@asean.example", "mailto:office@asean.example"),
        ("#_mf_p4", "#p4"),
    ],
)
def test_addresses_that_are_carried(target: str, found: str) -> None:
    link = f'<w:hyperlink r:id="rL">{r("words")}</w:hyperlink>'
    [run] = first(read(package(p(link), links={"rL": target}))).runs
    assert run.marks == (("link", found),)


def test_a_link_field_in_one_run_is_a_link_as_far_as_it_goes() -> None:
    begin, separate, end = (f'<w:fldChar w:fldCharType="{t}"/>' for t in FIELD)
    instruction = '<w:instrText> HYPERLINK "https://asean.org" </w:instrText>'
    whole = f"<w:t>See </w:t>{begin}{instruction}{separate}<w:t>here</w:t>{end}<w:t>.</w:t>"
    for look, marks in (("", ()), ("<w:b/>", (("bold", ""),))):
        runs_ = first(read(package(p(r(whole, look).replace("<w:t>", PRESERVED))))).runs
        assert [(run.text, run.marks) for run in runs_] == [
            ("See ", marks),
            ("here", (*marks, ("link", "https://asean.org"))),
            (".", marks),
        ]


def test_a_link_painted_blue_and_underlined_is_only_a_link() -> None:
    painted = r("x", '<w:color w:val="1155CC"/><w:u w:val="single"/>')
    data = package(
        p(f'<w:hyperlink r:id="rL">{painted}</w:hyperlink>'), links={"rL": "http://x.org"}
    )
    assert first(read(data)).runs[0].marks == (("link", "http://x.org"),)


def test_fields_show_their_results() -> None:
    simple = f'<w:fldSimple w:instr=" REF a ">{r("2.1")}</w:fldSimple>'
    data = package(p("On ", field(' DATE \\@ "d" ', "5 January"), ", see ", simple))
    assert readings(data)[1] == ["On 5 January, see 2.1"]
    assert read(data).warnings == (
        "2 fields (cross-references, dates or the like) were kept as plain words: in paragraph 1 "
        "(“On 5 January, see 2.1”).",
    )


def test_a_field_within_a_field() -> None:
    nested = field(f" IF {'x'} ", field(" PAGE ", "7"), " pages")
    assert readings(package(p(nested)))[1] == ["7 pages"]


def test_index_entries_say_nothing() -> None:
    entry = field(' XE "trust" ').replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
    returned = read(package(p("Trust", entry)))
    assert texts(accepted(returned.tracked)) == ["Trust"]
    assert returned.warnings == ()


def test_a_field_that_never_ends_swallows_no_other_paragraph() -> None:
    data = package(p("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "lost"), p("next"))
    assert readings(data)[1] == ["a", "next"]
    assert "A field without its end" in read(data).warnings[0]


def test_old_form_fields_show_what_was_chosen() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    box = begin.format('<w:checkBox><w:checked w:val="1"/></w:checkBox>')
    choice = begin.format(
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/><w:listEntry w:val="yes"/>'
        "</w:ddList>"
    )
    assert readings(package(p(box, end, " ", choice, end)))[1] == ["☒ yes"]


FIELD = ("begin", "separate", "end")
PRESERVED = '<w:t xml:space="preserve">'
EMOJI = (
    '<mc:AlternateContent xmlns:s="http://schemas.microsoft.com/office/word/2015/wordml/symex">'
    '<mc:Choice Requires="s"><s:symEx s:font="Segoe UI Emoji" s:char="1F600"/></mc:Choice>'
    "<mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:tab/>", "a\tb"),
        ("<w:br/>", "a\nb"),
        ("<w:cr/>", "a\nb"),
        ("<w:noBreakHyphen/>", "a\u2011b"),
        ("<w:softHyphen/>", "a\u00adb"),
        ('<w:sym w:font="Symbol" w:char="F061"/>', "aαb"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "a✓b"),
        ('<w:sym w:font="Symbol" w:char="0061"/>', "aαb"),
        ('<w:sym w:font="Arial" w:char="0061"/>', "aab"),
        ('<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf061, \uf062</w:t>', "aα, βb"),
        (EMOJI, "a😀b"),
        ("<w:lastRenderedPageBreak/>", "ab"),
        ("<w:t>\u2029</w:t>", "a\nb"),
        ("<w:t>\n</w:t>", "a b"),
    ],
)
def test_characters_that_are_elements(inner: str, text: str) -> None:
    returned = read(package(p("a", r(inner), "b")))
    assert texts(accepted(returned.tracked)) == [text]
    assert returned.warnings == ()


@pytest.mark.parametrize(
    ("inner", "text", "told"),
    [
        ('<w:br w:type="page"/>', "ab", "A page or column break"),
        ("<w:t>\ufffc</w:t>", "ab", "A placeholder without its object"),
        ('<w:sym w:font="Webdings" w:char="F021"/>', "a\uf021b", "A symbol of a picture font"),
        ("<w:t>\uf021</w:t>", "a\uf021b", "A symbol of a picture font"),
        ("<w:rPr><w:smallCaps/></w:rPr><w:t>c</w:t>", "acb", "A look in capitals"),
        ("<w:surprise/>", "ab", "Something of an unknown kind"),
        (
            "<w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>",
            "a漢b",
            "A reading aid above a word",
        ),
    ],
)
def test_what_is_told_of_within_a_run(inner: str, text: str, told: str) -> None:
    returned = read(package(p("a", r(inner), "b")))
    assert texts(accepted(returned.tracked)) == [text]
    [warning] = returned.warnings
    assert warning.startswith(f"{told} in paragraph 1")


@pytest.mark.parametrize(
    "hidden",
    [
        p(r("a", '<w:rStyle w:val="Of"/>')),
        p("a", style="All"),
        p("a", style="All", props="<w:rPr/>"),
    ],
)
def test_text_that_a_style_hides_is_told_of(hidden: str) -> None:
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    styles = style("Of", "Aside", vanish, kind="character") + style("All", "Asides", vanish)
    assert read(package(hidden, styles=styles)).warnings == (
        "Hidden text in paragraph 1 (“a”) was read as ordinary text.",
    )
    shown = p(r("a", '<w:rStyle w:val="Of"/><w:vanish w:val="0"/>'))
    assert read(package(shown, styles=styles)).warnings == ()


def test_two_paragraphs_that_word_shows_in_one_line() -> None:
    first_half = p("A.", props="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    returned = read(package(first_half, p("B.")))
    assert texts(accepted(returned.tracked)) == ["A.", "B."]
    assert returned.warnings == (
        "A paragraph that Word shows in one line with the next in paragraph 1 (“A.”) was read as "
        "a paragraph of its own.",
    )


def test_hidden_text_is_read_and_told_of() -> None:
    returned = read(package(p("a", r("secret", "<w:vanish/>"))))
    assert texts(accepted(returned.tracked)) == ["asecret"]
    assert returned.warnings == (
        "Hidden text in paragraph 1 (“asecret”) was read as ordinary text.",
    )


def test_what_wraps_is_walked_through() -> None:
    tag = f"<w:smartTag><w:smartTagPr/>{r('c')}</w:smartTag>"
    xml = f"<w:customXml>{r('d')}</w:customXml>"
    new = f"<w:somethingNew>{r('e')}</w:somethingNew>"
    rtl = f'<w:bdo w:val="rtl"><w:dir w:val="rtl">{r("f")}</w:dir></w:bdo>'
    data = package(
        sdt(p("a", sdt(r("b")), tag, xml, new, rtl)),
        sdt(sdt(tbl(sdt(tr(sdt(tc("in a cell"))))))),
        f"<w:customXml>{p('g')}</w:customXml>",
    )
    returned = read(data)
    assert texts(accepted(returned.tracked)) == ["abcdef", "in a cell", "g"]
    assert returned.warnings == ()


def test_whole_paragraphs_within_a_change() -> None:
    data = package(p("a"), f"<w:ins {by('MYS')}>{p('b')}</w:ins>")
    assert readings(data) == [["a"], ["a", "b"]]


def test_words_between_paragraphs_are_not_lost() -> None:
    assert readings(package(p("a"), r("loose"), p("b")))[1] == ["a", "loose", "b"]


def test_tables_with_merged_and_nested_cells() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = package(
        tbl(
            tr(tc("head", props=wide), props="<w:tblHeader/>"),
            tr(tc("down", props=down), "x"),
            tr(tc(p(), props=on), tc(tbl(tr("inner")), p("after"))),
        )
    )
    [table] = accepted(read(data).tracked).body
    assert isinstance(table, Table)
    shape = [[(cell.span, cell.continued) for cell in row.cells] for row in table.rows]
    assert shape == [[(2, False)], [(1, False), (1, False)], [(1, True), (1, False)]]
    assert [row.header for row in table.rows] == [True, False, False]
    assert isinstance(table.rows[2].cells[1].blocks[0], Table)
    assert texts(Document((table,))) == ["head", "down", "x", "", "inner", "after"]


def test_uneven_rows_are_filled_up() -> None:
    before = '<w:gridBefore w:val="1"/>'
    returned = read(package(tbl(tr("a", "b", "c"), tr("d", props=before))))
    [table] = returned.tracked.body
    assert isinstance(table, TrackedTable)
    assert [sum(cell.span for cell in row.cells) for row in table.rows] == [3, 3]
    assert texts(accepted(returned.tracked)) == ["a", "b", "c", "", "d", ""]
    assert "uneven rows" in returned.warnings[0]


def test_cells_merged_in_the_old_way() -> None:
    start, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    data = package(tbl(tr(tc("a", props=start), tc(p(), props=on), "b"), tr("c", "d", "e")))
    [table] = accepted(read(data).tracked).body
    assert isinstance(table, Table)
    assert [(cell.span, len(cell.blocks)) for cell in table.rows[0].cells] == [(2, 1), (1, 1)]


def test_strict_files_read_the_same() -> None:
    blocks = (
        p("The ", ins("MYS", "new "), note_ref(2), style="H1"),
        tbl(tr(tc("a", props='<w:gridSpan w:val="2"/>'))),
    )
    styles = style("H1", "heading 1")
    loose = package(*blocks, styles=styles, footnotes={2: p("n")})
    strict = package(*blocks, styles=styles, footnotes={2: p("n")}, strict=True)
    assert STRICT_W.encode() in unzipped(strict)["word/document.xml"]
    assert read(strict) == read(loose)


def test_dates_in_universal_time_are_preferred() -> None:
    space = 'xmlns:u="http://schemas.microsoft.com/office/word/2023/wordml/word16du"'
    change = (
        f'<w:ins {space} w:id="1" w:author="A" w:date="2026-01-05T16:00:00Z" '
        f'u:dateUtc="2026-01-05T09:00:00Z">{r("x")}</w:ins>'
        f'<w:del w:id="2" w:author="B" w:date="2026-02-31T25:61:00Z">{r("y")}</w:del>'
    )
    dates = [run.revisions[0].date for run in first(read(package(p(change)))).runs]
    assert dates == ["2026-01-05T09:00:00Z", ""]


def test_the_first_bookmark_names_a_paragraph_and_each_name_counts_once() -> None:
    data = package(
        p(bookmark("_mf_p1", bookmark("_mf_p2", "a"))),
        p(bookmark("_mf_p2", "b")),
        p(bookmark("_mf_p1", "copy")),
        '<w:bookmarkStart w:id="9" w:name="_mf_p3"/>',
        p("c"),
        p(bookmark("_Ref123", "d")),
        p(bookmark("_mf_<&", "e").replace("_mf_<&", "_mf_&lt;")),
    )
    ids = [block.id for block in read(data).tracked.body]
    assert ids == ["p1", "", "", "p3", "", ""]


def test_a_new_paragraph_at_the_start_of_an_old_one_takes_no_id() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="_mf_p1"/>', '<w:bookmarkEnd w:id="1"/>'
    tracked = package(p(start, ins("MYS", "New."), mark="ins MYS"), p("Old.", end))
    assert [block.id for block in read(tracked).tracked.body] == ["", "p1"]
    assert [b.id for b in original(read(tracked).tracked).body] == ["p1"]
    empty = package(p(start), p("Old.", end))
    assert [block.id for block in read(empty).tracked.body] == ["", "p1"]
    split = package(p(start, "One"), p("Two", end))
    assert [block.id for block in read(split).tracked.body] == ["p1", ""]


TEXT_BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("between", "within", "ids"),
    [
        ("", "", ["", "p1"]),
        ("", note_ref(2), ["", "p1"]),
        ("", TEXT_BOX, ["", "p1", ""]),
        (tbl(tr("cell")), "", ["", "", "p1"]),
        (tbl(tr(tc(p("cell", '<w:bookmarkEnd w:id="5"/>')))), "", ["p1", "", ""]),
        (p(bookmark("_mf_p2", "Other.", '<w:bookmarkEnd w:id="5"/>')), "", ["p1", "p2", ""]),
    ],
)
def test_an_id_that_a_new_paragraph_began_goes_to_the_older_one_beside_it(
    between: str, within: str, ids: list[str]
) -> None:
    data = package(
        p('<w:bookmarkStart w:id="5" w:name="_mf_p1"/>', ins("MYS", "New."), mark="ins MYS"),
        between,
        p("Old.", within, '<w:bookmarkEnd w:id="5"/>'),
        footnotes={2: p("A note.")},
    )
    assert [block.id for block in read(data).tracked.body] == ids


def test_a_move_keeps_its_partner_beside_a_text_box_and_a_note() -> None:
    def half(way: str, *more: str) -> str:
        return p(moved(way, "MYS", "m1", "Moved."), *more, mark=f"move{way} MYS")

    data = package(
        half("From", TEXT_BOX, note_ref(2)), p("Between."), half("To"), footnotes={2: p("A note.")}
    )
    first, *_, last = read(data).tracked.body
    assert isinstance(first, TrackedParagraph)
    assert isinstance(last, TrackedParagraph)
    marks = [revision.kind for paragraph in (first, last) for revision in paragraph.mark]
    assert marks == ["move-from", "move-to"]


def test_the_text_between_its_bookmarks_and_the_shell_around_it() -> None:
    shell = style("Sh", "Mufakat Shell")
    data = package(
        p("Cover ", field(" PAGE ", "12")),
        tbl(tr(tc(p("Draft", style="Sh")))),
        p(bookmark("_mf_body_start"), style="Sh"),
        p(bookmark("_mf_p1", "One."), style="Sh"),
        p("A note to the reader", style="Sh"),
        p("Two."),
        p(bookmark("_mf_body_end"), "Signed", style="Sh"),
        p("After"),
        styles=shell,
    )
    returned = read(data)
    assert texts(accepted(returned.tracked)) == ["One.", "Two."]
    around = ("Cover #", "Draft", "A note to the reader", "Signed", "After")
    assert returned.surroundings == around


def test_without_its_bookmarks_the_shells_style_still_tells() -> None:
    shell = style("Sh", "Mufakat Shell")
    data = package(
        tbl(tr(tc(p("Draft", style="Sh")))), p("Cover", style="Sh"), p("One."), styles=shell
    )
    returned = read(data)
    assert texts(accepted(returned.tracked)) == ["One."]
    assert returned.surroundings == ("Draft", "Cover")


def test_named_paragraphs_outside_the_bookmarks_are_text() -> None:
    data = package(
        p("Cover"),
        p(bookmark("_mf_p1", "One.")),
        p(bookmark("_mf_p2", bookmark("_mf_body_start", "Two."))),
        p("Three."),
        p(bookmark("_mf_body_end")),
        p(bookmark("_mf_p4", "Moved behind the end.")),
    )
    returned = read(data)
    assert texts(accepted(returned.tracked)) == ["One.", "Two.", "Three.", "Moved behind the end."]
    assert returned.surroundings == ("Cover",)


def test_a_files_fingerprint() -> None:
    held = {
        "mufakat.instrument": "joint-statement",
        "mufakat.draft": "zero",
        "mufakat.commit": "abcdef12",
        "mufakat.digest": "0" * 64,
        "mufakat.kind": "issued",
        "mufakat.delegation": "MYS",
    }
    found = read(package(p("a"), properties=held)).fingerprint
    assert found is not None
    assert found.properties() == held
    assert read(package(p("a"), properties=held, strict=True)).fingerprint == found
    assert read(package(p("a"))).fingerprint is None


def test_many_equal_notices_become_one_line() -> None:
    [warning] = read(package(*[p("a", r('<w:br w:type="page"/>'))] * 9)).warnings
    assert warning.startswith("9 page or column breaks were left out: in paragraph 1 (“a”), ")
    assert warning.endswith("and in 5 more places.")


def test_what_a_table_style_gives_to_its_first_row_is_no_emphasis() -> None:
    first_row = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="1F3864"/></w:rPr>'
        "</w:tblStylePr>"
    )
    styles = style("T", "Mufakat Table", first_row, kind="table")
    flattened = r("head", '<w:b/><w:color w:val="1F3864"/>')  # as LibreOffice writes it out
    table = tbl(tr(tc(p(flattened)), tc(p(r("own", "<w:b/>")))), tr(tc(p(flattened))))
    named = table.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>')
    document = accepted(read(package(named, styles=styles)).tracked)
    bold = [paragraph.text for paragraph in paragraphs(document) if paragraph.spans]
    assert bold == ["own", "head"]


def test_a_bookmark_that_became_a_copy_still_names_its_paragraph() -> None:
    data = package(
        p(bookmark("_mf_p1_Copy_1", "deleted")),
        p(bookmark("_mf_p2_Copy_1", "copy")),
        p(bookmark("_mf_p2", "kept")),
    )
    assert [block.id for block in read(data).tracked.body] == ["p1", "", "p2"]


def test_a_move_that_begins_within_itself() -> None:
    def half(way: str) -> str:
        start = f'<w:move{way}RangeStart w:id="{way}" w:name="m" w:author="A"/>'
        return f"<w:move{way} {by('A')}>{start}{r('x')}</w:move{way}>"

    data = package(p(half("From"), "a", half("To")))
    assert [run.revisions[0].move for run in first(read(data)).runs if run.revisions] == ["m", "m"]


def test_the_id_of_a_note_is_around_its_reference() -> None:
    data = package(p("a", bookmark("_mf_n1", note_ref(2))), footnotes={2: p(note_head(), "n")})
    held = first(read(data)).runs[1].object
    assert isinstance(held, TrackedNote)
    assert held.id == "n1"


def test_a_move_within_a_move() -> None:
    def edge(kind: str, way: str, name: str) -> str:
        named = f' w:name="{name}"' if kind == "Start" else ""
        return f'<w:move{way}Range{kind} w:id="{way}{name}"{named} w:author="A"/>'

    def half(way: str) -> str:
        inner = f"<w:move{way} {by('A')}>{r('in')}</w:move{way}>"
        outer = f"<w:move{way} {by('A')}>{r('out')}</w:move{way}>"
        begun = edge("Start", way, "m1") + edge("Start", way, "m2") + inner
        return begun + edge("End", way, "m2") + outer + edge("End", way, "m1")

    runs_ = first(read(package(p(half("From"), half("To"))))).runs
    assert [(run.text, run.revisions[0].move) for run in runs_[:2]] == [("in", "m2"), ("out", "m1")]


def test_the_edge_of_the_text_is_shell_whatever_its_style() -> None:
    data = package(
        p(bookmark("_mf_p1", "Moved before the start.")),
        p(bookmark("_mf_body_start"), "Cover"),
        p("Two."),
    )
    returned = read(data)
    assert texts(accepted(returned.tracked)) == ["Moved before the start.", "Two."]
    assert returned.surroundings == ("Cover",)


def test_runs_that_differ_only_in_a_tracked_change_stay_apart() -> None:
    change = f"<w:b/><w:rPrChange {by('MYS')}><w:rPr/></w:rPrChange>"
    data = package(p(r("bold", "<w:b/>"), r("er", change)))
    assert [run.text for run in first(read(data)).runs] == ["bold", "er"]


def test_a_row_that_lacks_several_columns() -> None:
    [table] = read(package(tbl(tr("a", "b", "c"), tr("d")))).tracked.body
    assert isinstance(table, TrackedTable)
    assert [sum(cell.span for cell in row.cells) for row in table.rows] == [3, 3]


def test_a_tracked_change_of_a_paragraphs_layout_is_told_of() -> None:
    change = f'<w:jc w:val="center"/><w:pPrChange {by("MYS")}><w:pPr/></w:pPrChange>'
    returned = read(package(p("a", props=change)))
    assert first(returned).restyle is None
    assert "A tracked change of fonts or layout" in returned.warnings[0]
