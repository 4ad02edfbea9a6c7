"""What is in the package: parts, relations, properties, settings; the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.edges.word.written import (
    FIELDS,
    FINGERPRINT,
    TEMPLATES,
    WHEN,
    W,
    body,
    came,
    file_of,
    find,
    local,
    names,
    para,
    plain,
    raw,
    run,
    shape,
    tree,
    val,
    went,
    words,
    xml_parts,
)

from mufakat.edges.word.fingerprint import FileKind, fingerprint_from
from mufakat.refusal import Refusal
from mufakat.text.document import Anchor, Note, Opaque, Paragraph, Span, Style
from mufakat.text.tracked import (
    Comment,
    FormatChange,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
)
from mufakat.text.tracking import track_block

NOTE = TrackedNote("n1", (para("The ", run("old", went()), "source.", ident="p9"),))
RICH = (
    plain("Joint Statement", "h1", Style("title")),
    plain("Opening", "h2", Style("heading", 1)),
    para("We ", run("noted", went("THA")), run("welcomed", came("MYS; SGP")), " it.", ident="p3"),
    para("With a note", run("\ufffc", object=NOTE), ".", ident="p4"),
)
REMARKS = (
    Comment("c1", "SGP", "Why?", "p3", 0, 2, "2025-11-27T08:00:00Z"),
    Comment("c2", "MYS", "Because.\nSee above.", "p3", 0, 2, "", "c1", True),
)


def test_the_same_text_gives_the_same_bytes() -> None:
    assert file_of(*RICH, comments=REMARKS) == file_of(*RICH, comments=REMARKS)


def test_the_moment_counts_and_not_its_time_zone() -> None:
    elsewhere = WHEN.astimezone(timezone(timedelta(hours=7)))
    assert file_of(*RICH, when=elsewhere) == file_of(*RICH)
    assert file_of(*RICH, when=WHEN + timedelta(hours=1)) != file_of(*RICH)


def test_every_entry_carries_the_files_own_date() -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(*RICH))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 11, 10, 9, 30, 14)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_a_moment_that_no_zip_can_say_is_the_earliest_that_it_can() -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(when=datetime(1970, 1, 1, tzinfo=UTC)))) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_every_part_is_declared_and_every_relation_leads_to_a_part() -> None:
    data = file_of(*RICH, comments=REMARKS)
    held = set(names(data))
    declared = {
        e.get("PartName", "") for e in tree(data, "[Content_Types].xml") if e.get("PartName")
    }
    assert {name.removeprefix("/") for name in declared} <= held
    for name in held - {"[Content_Types].xml"}:
        assert name.endswith(".rels") or f"/{name}" in declared, name
    for relation in tree(data, "word/_rels/document.xml.rels"):
        assert f"word/{relation.get('Target')}" in held
    for relation in tree(data, "_rels/.rels"):
        assert relation.get("Target") in held


def test_no_relation_id_is_given_twice() -> None:
    for name, root in xml_parts(file_of(*RICH, comments=REMARKS)):
        if name.endswith(".rels"):
            ids = [relation.get("Id") for relation in root]
            assert len(ids) == len(set(ids)), name


def test_the_fingerprint_stands_in_the_properties_and_as_identifier() -> None:
    data = file_of(*RICH)
    held = {e.get("name", ""): e[0].text or "" for e in tree(data, "docProps/custom.xml")}
    assert held["mufakat.kind"] == "issued"
    [identifier] = find(tree(data, "docProps/core.xml"), "dc:identifier")
    assert fingerprint_from(held) == FINGERPRINT
    assert identifier.text == f"mufakat:joint-statement:rev-1:{'cd' * 32}"


def test_the_file_says_when_it_was_made_and_nothing_of_the_machine() -> None:
    core = tree(file_of(*RICH), "docProps/core.xml")
    assert {e.text for e in find(core, "dcterms:*")} == {"2025-11-10T09:30:15Z"}


def test_the_fingerprint_is_printed_in_the_footer() -> None:
    footer = words(tree(file_of(*RICH), "word/footer1.xml"))
    assert "Rev.1 · commit ababababab · digest cdcdcdcdcdcd" in footer


@pytest.mark.parametrize(("kind", "tracking"), [("issued", 1), ("clean", 1), ("final", 0)])
def test_tracking_is_on_in_everything_but_the_adopted_text(kind: FileKind, tracking: int) -> None:
    template = (TEMPLATES / f"{'final' if kind == 'final' else 'issued'}.docx").read_bytes()
    settings = tree(file_of(*RICH, kind=kind, template=template), "word/settings.xml")
    assert len(find(settings, "w:trackRevisions")) == tracking
    assert not find(settings, "w:documentProtection")


def test_tracking_is_enforced_only_where_asked() -> None:
    settings = tree(file_of(*RICH, enforce_tracking=True), "word/settings.xml")
    [protection] = find(settings, "w:documentProtection")
    assert (val(protection, "edit"), val(protection, "enforcement")) == ("trackedChanges", "1")
    order = [local(child) for child in settings]
    assert order.index("trackRevisions") + 1 == order.index("documentProtection")
    assert order.index("documentProtection") < order.index("defaultTabStop")


def test_the_text_stands_between_two_bookmarks_of_the_shell() -> None:
    data = file_of(plain("Only this.", "p1"))
    assert words(body(data)) == "Only this."
    root = tree(data)
    for name in ("_mf_body_start", "_mf_body_end"):
        [mark] = find(root, f".//w:bookmarkStart[@w:name='{name}']")
        after = mark.getnext()
        assert after is not None
        assert local(after) == "bookmarkEnd"
        holder = mark.getparent()
        assert holder is not None
        assert [val(s) for s in find(holder, "w:pPr/w:pStyle")] == ["MufakatShell"]


def test_all_of_the_shell_is_in_the_shells_style() -> None:
    root = tree(file_of(plain("Only this.", "p1")))
    around = [p for p in root.iter(f"{W}p") if words(p) and words(p) != "Only this."]
    assert around
    assert {val(s) for p in around for s in find(p, "w:pPr/w:pStyle")} == {"MufakatShell"}


def test_each_paragraph_is_wrapped_in_a_bookmark_with_its_id() -> None:
    [paragraph] = body(file_of(plain("Words.", "p7")))
    inside = [local(child) for child in paragraph]
    assert inside == ["pPr", "bookmarkStart", "r", "bookmarkEnd"]
    assert val(paragraph[1], "name") == "_mf_p7"
    assert val(paragraph[1], "id") == val(paragraph[3], "id")


def test_a_paragraph_without_id_has_no_bookmark_and_an_id_counts_once() -> None:
    data = file_of(plain("One.", ""), plain("Two.", "p2"), plain("Copy.", "p2"))
    assert [val(b, "name") for b in body(data).iter(f"{W}bookmarkStart")] == ["_mf_p2"]


def test_what_the_compilation_puts_below_a_number_stands_in_as_its_words_do() -> None:
    said = TrackedRun("23 bis. [MYS proposes a new paragraph: ", (("attribution", ""),))
    new = TrackedParagraph("", (said, TrackedRun("The Meeting thanked.")))
    numbered = plain("The Meeting noted.", "p1", Style("numbered"))
    opening = plain("Whereas:", "p2")
    paragraphs = body(file_of(new, numbered, new, new, opening, new))
    found = [[val(one, "left") for one in find(p, "w:pPr/w:ind")] for p in paragraphs]
    assert found == [[], [], ["624"], ["624"], [], []]


def test_all_annotation_ids_differ() -> None:
    data = file_of(*RICH, comments=REMARKS)
    ids: list[str] = []
    for part in ("word/document.xml", "word/footnotes.xml"):
        for element in tree(data, part).iter():
            if local(element) in ("ins", "del", "bookmarkStart", "rPrChange", "moveFrom", "moveTo"):
                ids.append(val(element, "id"))
    assert [ident for ident, count in Counter(ids).items() if count > 1] == []


def test_marks_are_direct_formatting_in_the_order_of_the_schema() -> None:
    spans = tuple(
        Span(0, 4, mark) for mark in ("bold", "italic", "strike", "superscript", "underline")
    )
    [paragraph] = body(file_of(track_block(Paragraph("p1", "word", spans=spans))))
    [properties] = find(paragraph, "w:r/w:rPr")
    assert [local(e) for e in properties] == ["b", "bCs", "i", "iCs", "strike", "u", "vertAlign"]


def test_a_role_is_a_character_style_by_its_name() -> None:
    roles = Paragraph("p1", "ab", spans=(Span(0, 2, "proposed"), Span(1, 2, "pending")))
    data = file_of(track_block(roles))
    styles = {
        val(find(s, "w:name")[0]): val(s, "styleId")
        for s in find(tree(data, "word/styles.xml"), "w:style")
    }
    used = [val(style) for style in body(data).iter(f"{W}rStyle")]
    assert used == [styles["Mufakat proposed"], styles["Mufakat pending proposed"]]


def test_a_link_leads_where_it_says_and_an_inner_one_to_the_paragraph() -> None:
    text = Paragraph(
        "p1",
        "out in",
        spans=(Span(0, 3, "link", "https://x.org/?a=1&b"), Span(4, 6, "link", "#p1")),
    )
    data = file_of(track_block(text))
    outer, inner = find(body(data), "w:p/w:hyperlink")
    targets = {r.get("Id"): r.get("Target") for r in tree(data, "word/_rels/document.xml.rels")}
    assert targets[outer.get(f"{{{outer.nsmap['r']}}}id")] == "https://x.org/?a=1&b"
    assert val(inner, "anchor") == "_mf_p1"


def test_a_links_tracked_change_is_said_as_taking_out_and_putting_in() -> None:
    change = FormatChange("SGP", (("link", "https://old.org"),))
    [paragraph] = body(
        file_of(para(run("there", marks=(("link", "https://new.org"),), format=change)))
    )
    assert shape(paragraph) == "hyperlink(del(r(delText))) hyperlink(ins(r(t)))"


def test_a_notes_body_goes_to_its_part_with_its_number_and_changes() -> None:
    data = file_of(*RICH)
    [reference] = list(body(data).iter(f"{W}footnoteReference"))
    [note] = find(tree(data, "word/footnotes.xml"), f"w:footnote[@w:id='{val(reference, 'id')}']")
    assert shape(note) == "p(r(footnoteRef) r(t) r(t) del(r(delText)) r(t))"
    assert words(note) == " The oldsource."
    marks = [val(b, "name") for b in find(body(data), ".//w:bookmarkStart")]
    assert "_mf_n1" in marks


def test_a_links_id_belongs_to_the_notes_own_part() -> None:
    held = Note("n1", (Paragraph("p2", "here", spans=(Span(0, 4, "link", "https://x.org"),)),))
    data = file_of(track_block(Paragraph("p1", "\ufffc", anchors=(Anchor(0, held),))))
    [relation] = tree(data, "word/_rels/footnotes.xml.rels")
    assert relation.get("Target") == "https://x.org"
    [link] = tree(data, "word/footnotes.xml").iter(f"{W}hyperlink")
    assert relation.get("Id") in link.values()


def test_a_notes_number_is_raised_also_where_it_has_a_role() -> None:
    proposed = (("proposed", ""),)
    [paragraph] = body(file_of(para(run("\ufffc", object=NOTE, marks=proposed))))
    [properties] = find(paragraph, "w:r/w:rPr")
    assert [(local(e), val(e)) for e in properties] == [
        ("rStyle", "Mufakatproposed"),
        ("vertAlign", "superscript"),
    ]


def test_a_note_in_a_note_is_refused() -> None:
    inner = TrackedNote("n2", (para("deep", ident="p3"),))
    outer = TrackedNote("n1", (para(run("\ufffc", object=inner), ident="p2"),))
    with pytest.raises(Refusal, match="note has a note"):
        file_of(para(run("\ufffc", object=outer)))


def test_an_object_without_bytes_leaves_a_placeholder_that_names_it() -> None:
    thing = Opaque("picture", "ef" * 32, "Map of cables")
    [paragraph] = body(file_of(track_block(Paragraph("p1", "\ufffc", anchors=(Anchor(0, thing),)))))
    [link] = find(paragraph, "w:hyperlink")
    assert val(link, "anchor") == f"_mf_object:picture:{'ef' * 32}"
    assert words(link) == "[picture: Map of cables]"


def test_spaces_tabs_and_breaks_are_kept() -> None:
    [paragraph] = body(file_of(plain("  two \t tab\nline  ")))
    assert shape(paragraph) == "r(t tab t br t)"
    assert [t.text for t in paragraph.iter(f"{W}t")] == ["  two ", " tab", "line  "]
    space = "{http://www.w3.org/XML/1998/namespace}space"
    assert {t.get(space) for t in paragraph.iter(f"{W}t")} == {"preserve"}


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7 * 7 }}",
        "{{ title }} {% raw %}",
        "</w:t></w:r></w:p></w:body>",
        "]]> <!-- <?mufakat text?> <?mufakat remarks?> &amp; &#65; %s {0}",
        "=cmd|' /C calc'!A0",
        "ไทย ລາວ ខ្មែរ မြန်မာ Việt \U0001f91d \u200b\u00ad\u202e",
    ],
)
def test_words_are_words(hostile: str) -> None:
    comment = Comment("c1", hostile, hostile, "p1", 0, 1)
    data = file_of(
        plain(hostile),
        comments=(comment,),
        fields=FIELDS | {"title": hostile, "delegation": hostile, "instructions": hostile},
    )
    assert words(body(data)) == hostile
    assert hostile in words(tree(data, "word/comments.xml"))
    assert words(tree(data)).count(hostile) == 4
    assert val(find(tree(data, "word/comments.xml"), "w:comment")[0], "author") == hostile


def test_an_authors_name_keeps_all_its_characters() -> None:
    author = 'A\tB\nC "D" & <E>'
    [inserted] = find(body(file_of(para(run("x", came(author))))), "w:p/w:ins")
    assert val(inserted, "author") == author


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ud800", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused_with_its_place(character: str) -> None:
    code = f"U\\+{ord(character):04X}"
    with pytest.raises(Refusal, match=f"{code}.*before.*after"):
        file_of(plain(f"before{character}after"))
    with pytest.raises(Refusal, match=code):
        file_of(plain("fine"), fields=FIELDS | {"symbol": character})
    with pytest.raises(Refusal, match=code):
        file_of(plain("fine"), comments=(Comment("c1", "SGP", character),))
    with pytest.raises(Refusal, match=code):
        file_of(para(run("fine", came(f"M{character}"))))


def test_an_empty_text_is_a_file_too() -> None:
    assert len(body(file_of())) == 0
    assert "<?mufakat" not in raw(file_of())


def test_what_introduces_a_list_or_ends_the_text_stays_with_what_follows() -> None:
    data = file_of(
        plain("The Meeting tasked ADGSOM to:", "p1", Style("numbered")),
        plain("prepare a plan;", "p2", Style("item")),
        plain("report.", "p3", Style("item")),
        plain("It left.", "p4", Style("numbered")),
    )
    kept = [bool(find(one, "w:pPr/w:keepNext")) for one in body(data)]
    assert kept == [True, False, False, True]  # nobody signs a page without a word of the text
