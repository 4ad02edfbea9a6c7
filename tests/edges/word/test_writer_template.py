"""Templates: what a secretariat may change, which tags it must keep, and how they are filled."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.edges.word.written import (
    FIELDS,
    ISSUED,
    ISSUED_FILE,
    NS,
    TEMPLATES,
    W,
    body,
    file_of,
    find,
    local,
    names,
    plain,
    raw,
    tree,
    val,
    with_part,
    words,
)

from mufakat.edges.word import tags
from mufakat.edges.word.fingerprint import FileKind
from mufakat.refusal import Refusal
from mufakat.text.document import Style

DOCUMENT = "word/document.xml"
SERVES: dict[str, tuple[FileKind, ...]] = {
    "issued": ("issued", "clean", "marked", "tracked"),
    "compilation": ("compilation",),
    "final": ("final",),
}


def issued_with(**change: str) -> bytes:
    return with_part(ISSUED, DOCUMENT, {f"{{{{ {name} }}}}": new for name, new in change.items()})


def lines(data: bytes, part: str = DOCUMENT) -> list[str]:
    return [words(p) for p in tree(data, part).iter(f"{W}p")]


@pytest.mark.parametrize(("template", "kind"), [(t, k) for t in SERVES for k in SERVES[t]])
def test_our_own_templates_serve_and_leave_no_tag(template: str, kind: FileKind) -> None:
    data = file_of(
        plain("Text."), template=(TEMPLATES / f"{template}.docx").read_bytes(), kind=kind
    )
    for part in names(data):
        assert "{{" not in raw(data, part)


def test_values_stand_where_their_tags_stood() -> None:
    data = file_of(plain("Text."))
    assert FIELDS["delegation"] in lines(data)
    assert FIELDS["marking"] in lines(data, "word/header1.xml")


@pytest.mark.parametrize("kind", tags.REQUIRED)
def test_a_template_that_lacks_a_tag_is_refused_with_its_name(kind: FileKind) -> None:
    for name in tags.REQUIRED[kind]:
        held = {*tags.FIELDS, "body"} - {name}
        with pytest.raises(Refusal, match=f"lacks the tag {{{{ {name} }}}}"):
            tags.check_tags(held, kind, FIELDS)


def test_the_lacking_tag_is_missed_in_a_real_template() -> None:
    template = issued_with(deadline="Friday", delegation="you")
    with pytest.raises(Refusal, match=r"lacks the tags \{\{ delegation \}\}, \{\{ deadline \}\}\."):
        file_of(plain("Text."), template=template)
    assert file_of(plain("Text."), template=template, kind="clean")


def test_a_tag_that_nothing_fills_is_refused_with_its_name() -> None:
    template = issued_with(legend="{{ legned }}")
    with pytest.raises(Refusal, match=r"\{\{ legned \}\}, which nothing fills"):
        file_of(plain("Text."), template=template)
    assert file_of(plain("Text."), template=template, fields=FIELDS | {"legned": "x"})


@pytest.mark.parametrize(
    "code", ["{{ 7 * 7 }}", "{% if title %}", "{{ title.upper() }}", "{# x #}"]
)
def test_code_in_a_template_is_refused_and_never_run(code: str) -> None:
    with pytest.raises(Refusal, match="not a tag that can be filled"):
        file_of(plain("Text."), template=issued_with(legend=code))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("{{ short_title }", "“{{ short_title }”"),
        ("{ short_title }}", "“{ short_title }}”"),
        ("{% if x", "“{% if x”"),
        ("x %}", "“x %}”"),
        ("Malaysia {x} }} {{", "“Malaysia {x} }} {{”"),
        ("{{ symbol }} of {{ title", "“{{ symbol }} of {{ title”"),
        ("A" * 40 + "}}" + "B" * 40, f"“…{'A' * 30}}}}}{'B' * 30}…”"),
    ],
)
def test_braces_that_nothing_fills_are_refused_with_the_words_around_them(
    words: str, shown: str
) -> None:
    with pytest.raises(Refusal) as told:
        file_of(plain("Text."), template=issued_with(legend=words))
    assert told.value.error.endswith(f"It has braces that nothing fills: {shown}.")


@pytest.mark.parametrize("broken", ["{{ short_title }", "{ short_title }}"])
def test_braces_are_refused_in_headers_too(broken: str) -> None:
    template = with_part(ISSUED, "word/header1.xml", {"{{ short_title }}": broken})
    with pytest.raises(Refusal, match=f"braces that nothing fills: .*{broken}"):
        file_of(plain("Text."), template=template)


def test_braces_in_a_note_are_refused_for_no_tag_is_filled_there() -> None:
    note = '<w:footnote w:id="5"><w:p><w:r><w:t>{{ symbol }}</w:t></w:r></w:p></w:footnote>'
    template = with_part(ISSUED, "word/footnotes.xml", {"</w:footnotes>": f"{note}</w:footnotes>"})
    with pytest.raises(Refusal, match=r"“{{ symbol }}”"):
        file_of(plain("Text."), template=template)


def test_single_braces_are_words() -> None:
    data = file_of(plain("Text."), template=issued_with(legend="{x} {{{ draft }}}"))
    assert "{x} {Rev.1}" in lines(data)


def test_the_text_has_no_place_in_a_header() -> None:
    template = with_part(ISSUED, "word/header1.xml", {"{{ short_title }}": "{{ body }}"})
    with pytest.raises(Refusal, match=r"needs the tag \{\{ body \}\} once"):
        file_of(plain("Text."), template=template)


@pytest.mark.parametrize(
    "place",
    [
        "<w:p><w:r><w:t>Text: {{ body }}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>{{ body }}</w:t></w:r></w:p><w:p><w:r><w:t>{{ body }}</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{ body }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p/>",
    ],
)
def test_the_text_needs_one_place_alone_in_a_paragraph(place: str) -> None:
    old = "<w:p><w:r><w:t>{{ body }}</w:t></w:r></w:p>"
    with pytest.raises(Refusal, match=r"\{\{ body \}\}"):
        file_of(plain("Text."), template=with_part(ISSUED, DOCUMENT, {old: place}))


def test_a_tag_that_word_has_cut_into_runs_is_filled_all_the_same() -> None:
    seam = "</w:t></w:r><w:r><w:t>"
    cut = f"{{{seam}{{ lege{seam}nd }}}} and {{{{ dra{seam}ft }}}}."
    template = with_part(ISSUED, DOCUMENT, {"{{ legend }}": cut})
    assert "BRN Brunei Darussalam and Rev.1." in lines(file_of(plain("Text."), template=template))


def test_a_value_is_never_taken_for_a_tag() -> None:
    fields = FIELDS | {"legend": "{{ title }} {{ body }}", "title": "{{ legend }}"}
    found = lines(file_of(plain("Text."), fields=fields))
    assert "{{ title }} {{ body }}" in found
    assert "{{ legend }}" in found


def test_lines_of_a_value_become_lines() -> None:
    data = file_of(plain("Text."), fields=FIELDS | {"instructions": "One.\nTwo."})
    [run] = [r for r in tree(data).iter(f"{W}r") if "One." in words(r)]
    assert [local(e) for e in run if local(e) != "rPr"] == ["t", "br", "t"]


def test_rows_whose_tags_are_all_empty_are_left_out_with_their_labels() -> None:
    full = "".join(lines(file_of(plain("Text."))))
    assert "Issued to" in full
    bare = {n: v for n, v in FIELDS.items() if n not in ("delegation", "deadline", "instructions")}
    data = file_of(plain("Text."), fields=bare, kind="clean")
    assert "Issued to" not in "".join(lines(data))
    assert all(find(table, "w:tr") for table in tree(data).iter(f"{W}tbl"))


def test_a_table_none_of_whose_tags_has_a_value_is_left_out() -> None:
    template = with_part(
        ISSUED, DOCUMENT, {"{{ draft }}": "", "{{ title }}": "", "{{ legend }}": "Key of nothing"}
    )
    kept = tree(file_of(plain("Text."), template=template, fields={}, kind="letter"))
    assert "Key of nothing" in words(kept)
    gone = with_part(template, DOCUMENT, {"Key of nothing": "{{ legend }}"})
    data = file_of(plain("Text."), template=gone, fields={}, kind="letter")
    assert len(find(tree(data), "w:body/w:tbl")) < len(find(kept, "w:body/w:tbl")) + 1


def test_a_paragraph_with_an_empty_tag_stays_where_a_cell_or_header_needs_it() -> None:
    data = file_of(plain("Text."), fields={}, kind="letter")
    for part in ("word/header1.xml", "word/header2.xml", "word/footer1.xml"):
        assert find(tree(data, part), "w:p")
    for cell in tree(data).iter(f"{W}tc"):
        assert local(cell[-1]) == "p"


def test_a_bare_template_gets_the_styles_lists_and_anchors_that_it_lacks() -> None:
    bare = with_part(ISSUED, "word/styles.xml", {_all_of(ISSUED, "word/styles.xml"): ""})
    bare = with_part(
        bare, DOCUMENT, {_all_of(bare, DOCUMENT): "<w:p><w:r><w:t>{{ body }}</w:t></w:r></w:p>"}
    )
    data = file_of(
        plain("Text.", "p1", Style("numbered")), plain("x", "p2", Style("heading", 3)),
        template=bare, kind="letter",
    )  # fmt: skip
    assert [words(p) for p in body(data)] == ["Text.", "x"]
    found = [(val(s, "styleId"), val(find(s, "w:name")[0])) for s in tree(data, "word/styles.xml")]
    styles = dict(found)
    assert len(found) == len(styles) == len(set(styles.values()))
    used = [styles[val(s)] for s in find(body(data), "w:p/w:pPr/w:pStyle")]
    assert used == ["Mufakat Numbered", "heading 3"]


def _all_of(data: bytes, part: str) -> str:
    """All that stands inside a part's root (a document's body), as text."""
    root = tree(data, part)
    inner = root[0] if local(root) == "document" else root
    text = etree.tostring(inner, encoding="unicode")
    raw = etree.tostring(root, encoding="unicode")
    start = text.index(">") + 1
    inside = text[start : text.rindex("</")]
    assert inside in raw
    return inside


def test_styles_are_found_by_name_whatever_their_ids() -> None:
    template = with_part(
        ISSUED, "word/styles.xml", {'"MufakatNumbered"': '"a77"', '"Heading1"': '"berschrift1"'}
    )
    data = file_of(
        plain("a", "p1", Style("numbered")), plain("b", "p2", Style("heading")), template=template
    )
    assert [val(s) for s in find(body(data), "w:p/w:pPr/w:pStyle")] == ["a77", "berschrift1"]


def test_a_template_with_tracked_changes_of_its_own_is_refused() -> None:
    change = '<w:ins w:id="9" w:author="X"><w:r><w:t>{{ legend }}</w:t></w:r></w:ins>'
    template = with_part(
        ISSUED,
        DOCUMENT,
        {"<w:t>{{ body }}</w:t></w:r>": f"<w:t>{{{{ body }}}}</w:t></w:r></w:p><w:p>{change}"},
    )
    with pytest.raises(Refusal, match="tracked changes of its own"):
        file_of(plain("Text."), template=template)


def test_what_would_take_names_off_the_changes_is_switched_off() -> None:
    hiding = "<w:removePersonalInformation/><w:removeDateAndTime/>"
    before = "<w:defaultTabStop"
    template = with_part(ISSUED, "word/settings.xml", {before: hiding + before})
    settings = tree(file_of(plain("Text."), template=template), "word/settings.xml")
    assert not find(settings, "w:removePersonalInformation") + find(settings, "w:removeDateAndTime")


def test_a_word_template_file_makes_a_document() -> None:
    dotx = with_part(ISSUED, "[Content_Types].xml", {"document.main": "template.main"})
    [main] = find(
        tree(file_of(plain("Text."), template=dotx), "[Content_Types].xml"),
        "ct:Override[@PartName='/word/document.xml']",
    )
    assert main.get("ContentType", "").endswith("document.main+xml")


def referring(kind: str) -> bytes:
    """The issued template with a relation that leads out of it."""
    link = (
        f'<Relationship Id="rId99" Type="{NS["r"]}/{kind}" Target="file:///c:/x" '
        'TargetMode="External"/></Relationships>'
    )
    return with_part(ISSUED, "word/_rels/document.xml.rels", {"</Relationships>": link})


def test_what_lies_outside_the_template_is_not_referred_to() -> None:
    data = file_of(template=referring("attachedTemplate"))
    assert "c:/x" not in raw(data, "word/_rels/document.xml.rels")
    with pytest.raises(Refusal, match="kept outside it"):
        file_of(template=referring("image"))


@pytest.mark.parametrize("junk", [b"", b"no zip", b"%PDF-1.7", ISSUED[:900]])
def test_what_is_no_word_file_is_refused_as_a_template(junk: bytes) -> None:
    with pytest.raises(Refusal, match="cannot be used") as told:
        file_of(plain("Text."), template=junk)
    assert "send" not in told.value.hint
    assert "copy it anew" in told.value.hint


@pytest.mark.parametrize(
    "template",
    [
        b"",
        ISSUED[:900],
        issued_with(deadline="Friday"),
        issued_with(legend="{{ legned }}"),
        issued_with(legend="{{ 7 * 7 }}"),
        issued_with(body="nothing"),
        with_part(ISSUED, "word/styles.xml", {"</w:styles>": ""}),
        with_part(ISSUED, "word/header1.xml", {"</w:hdr>": ""}),
    ],
)
def test_whatever_is_refused_of_a_template_names_its_file(template: bytes) -> None:
    with pytest.raises(Refusal) as told:
        file_of(plain("Text."), template=template)
    assert told.value.error.startswith(f"The template {ISSUED_FILE} cannot be used. ")


def test_comments_left_in_a_template_do_not_come_along() -> None:
    mark = '<w:commentRangeStart w:id="0"/><w:r><w:t>{{ legend }}'
    template = with_part(ISSUED, DOCUMENT, {"{{ legend }}": f"</w:t></w:r>{mark}"})
    assert not list(tree(file_of(plain("Text."), template=template)).iter(f"{W}commentRangeStart"))
