"""The tracked changes of an OpenDocument text: who made them, and the text before them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.delegate import NAME, Delegate
from tests.edges.test_other_formats import made_by_pandoc
from tests.edges.word.builder import bookmark, dele, ins, p, package, tbl, tc, tr, unzipped, zipped

from mufakat.edges.other_formats import read_untracked
from mufakat.edges.word.reader import Return
from mufakat.text.document import paragraphs
from mufakat.text.tracked import accepted

INFO = (
    "<office:change-info><dc:creator>Ana</dc:creator>"
    "<dc:date>2026-01-05T09:00:00</dc:date></office:change-info>"
)


def regions(**inside: str) -> str:
    held = "".join(
        f'<text:changed-region xml:id="{name}" text:id="{name}">{xml}</text:changed-region>'
        for name, xml in inside.items()
    )
    return f"<text:tracked-changes>{held}</text:tracked-changes>"


def deletion(*lines: str) -> str:
    return f"<text:deletion>{INFO}{''.join(f'<text:p>{x}</text:p>' for x in lines)}</text:deletion>"


INSERTION = f"<text:insertion>{INFO}</text:insertion>"
FORMAT = f"<text:format-change>{INFO}</text:format-change>"


def at(name: str, kind: str = "change") -> str:
    return f'<text:{kind} text:change-id="{name}"/>'


def put_in(name: str, words: str) -> str:
    return f"{at(name, 'change-start')}{words}{at(name, 'change-end')}"


def written(folder: Path, changes: str, *lines: str) -> bytes:
    """A text of these paragraphs, in XML."""
    files = unzipped(made_by_pandoc("one\n", "odt", folder))
    content = files["content.xml"].decode()
    start, end = content.index("<office:text>") + 13, content.index("</office:text>")
    text = changes + "".join(f"<text:p>{line}</text:p>" for line in lines)
    return zipped(files | {"content.xml": (content[:start] + text + content[end:]).encode()})


def both(data: bytes) -> tuple[list[str], list[str]]:
    """The text as it was before the changes, and as it is."""
    found = read_untracked(data, "a.odt")
    assert found.before is not None
    was = [one.text for one in paragraphs(found.before)]
    return was, [one.text for one in paragraphs(accepted(found.tracked))]


def test_words_that_came_and_went(tmp_path: Path) -> None:
    changes = regions(a=deletion("warmly"), b=INSERTION, c=deletion("all "))
    line = f"It {at('a')}{put_in('b', 'kindly')} met <text:span>{at('c')}them</text:span>."
    assert both(written(tmp_path, changes, line)) == (
        ["It warmly met all them."],
        ["It kindly met them."],
    )


def test_paragraphs_that_were_split_joined_and_deleted(tmp_path: Path) -> None:
    changes = regions(a=INSERTION, b=deletion("", ""), c=deletion("Gone.", "Too.", ""))
    lines = (
        f"Split {at('a', 'change-start')}",
        f"{at('a', 'change-end')}here.",
        f"Joined {at('b')}now.",
        f"{at('c')}Last.",
    )
    was, now = both(written(tmp_path, changes, *lines))
    assert now == ["Split ", "here.", "Joined now.", "Last."]
    assert was == ["Split here.", "Joined ", "now.", "Gone.", "Too.", "Last."]


def test_a_new_paragraph_with_spans_is_taken_out_as_a_whole(tmp_path: Path) -> None:
    changes = regions(a=INSERTION)
    lines = (
        f"<text:span>First.{at('a', 'change-start')}</text:span>",
        "New.",
        f"<text:span>Newer.{at('a', 'change-end')}</text:span>",
        "Last.",
    )
    was, now = both(written(tmp_path, changes, *lines))
    assert (was, now) == (["First.", "Last."], ["First.", "New.", "Newer.", "Last."])


def test_what_one_put_in_and_another_took_out_was_never_there(tmp_path: Path) -> None:
    both_of_them = f"<text:deletion>{INFO}<text:p>gone</text:p></text:deletion>{INSERTION}"
    was, now = both(written(tmp_path, regions(a=both_of_them), f"It is {at('a')}there."))
    assert was == now == ["It is there."]


def test_formatting_is_known_to_be_changed_though_not_from_what(tmp_path: Path) -> None:
    line = f"It {put_in('a', 'met')}."
    found = read_untracked(written(tmp_path, regions(a=FORMAT), line), "a.odt")
    assert found.revised
    assert both(written(tmp_path, regions(a=FORMAT), line)) == (["It met."], ["It met."])


def test_a_text_without_tracked_changes_is_as_it_was(tmp_path: Path) -> None:
    found = read_untracked(written(tmp_path, "", "It met."), "a.odt")
    assert found.before == accepted(found.tracked)
    assert not found.revised


@pytest.mark.parametrize(
    "lines",
    [
        (at("a", "change-end"), "One.", at("a", "change-start")),
        (at("a", "change-start"), "One."),
        (at("a"), at("b"), put_in("c", "One.")),
    ],
)
def test_a_file_that_no_program_writes_is_read_all_the_same(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    changes = regions(a=INSERTION, b="", c="<text:deletion/>")
    found = read_untracked(written(tmp_path, changes, *lines), "a.odt")
    assert "One." in [one.text for one in paragraphs(accepted(found.tracked))]


def test_changes_without_number_in_one_paragraph_are_given_up(tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(4_000)]
    changes = regions(**{name: deletion("x") for name in names})
    data = written(tmp_path, changes, "".join(map(at, names)))
    found = read_untracked(data, "a.odt")
    assert found.before is None
    assert found.revised


def test_who_typed_in_libreoffice_is_named(delegate: Delegate) -> None:
    data = package(p(bookmark("_mf_p1", "One ", ins("MYS", "new "), "word.")), p("Last."))
    saved = delegate.edit(data, ("track",), ("after", "Last"), ("type", " of all"), save="odt")
    found = read_untracked(saved, "a.odt")
    assert found.authors == ("MYS", NAME)
    assert both(saved) == (["One word.", "Last."], ["One new word.", "Last of all."])


def test_a_paragraph_moved_away_from_a_table_is_put_back_before_it(delegate: Delegate) -> None:
    lines = [p(bookmark(f"_mf_p{n}", word)) for n, word in enumerate(("One.", "Two."))]
    data = package(*lines, tbl(tr(tc(p("Cell.")))), p("Last."))
    saved = delegate.edit(data, ("track",), ("before", "Two."), ("do", "MoveUp"), save="odt")
    assert both(saved) == (["One.", "Two.", "Cell.", "Last."], ["Two.", "One.", "Cell.", "Last."])


def test_an_issued_file_with_changes_saved_by_libreoffice(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(
        package(
            p(bookmark("_mf_body_start")),
            p(bookmark("_mf_p1", "One ", ins("MYS", "new "), "word.")),
            p(bookmark("_mf_p2", dele("SGP", "Gone.")), mark="del SGP"),
            p(bookmark("_mf_p3", "Three.")),
            p(bookmark("_mf_body_end")),
        )
    )
    found: Return = read_untracked(convert(source, "odt").read_bytes(), "a.odt")
    assert set(found.authors) == {"MYS", "SGP"}
    assert found.before is not None
    assert [one.text for one in paragraphs(found.before)] == ["One word.", "Gone.", "Three."]
