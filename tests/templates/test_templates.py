"""The templates that come along: the meeting is right, and every instrument's draft renders."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import mufakat
from mufakat.edges.meeting_file import read_meeting, template_data
from mufakat.edges.text_template import render_text
from mufakat.text.document import Document, Note, Paragraph, Table, paragraphs
from mufakat.text.markup import parse, serialise

TEMPLATES = Path(mufakat.__file__).parent / "templates"
MEETING_FILE = (TEMPLATES / "meetings" / "adgmin-6.yaml").read_bytes()
ROSTER = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
DATA: dict[str, Any] = template_data(MEETING_FILE)
INSTRUMENTS = {instrument["id"]: instrument for instrument in DATA["instruments"]}


def draft(name: str) -> Document:
    instrument = INSTRUMENTS[name]
    template = (TEMPLATES / instrument["template"]).read_text(encoding="utf-8")
    return render_text(template, {"meeting": DATA, "instrument": instrument})


def kinds(document: Document) -> Counter[str]:
    return Counter(b.style.kind for b in document.body if isinstance(b, Paragraph))


def words(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(document))


class TestTheMeeting:
    def test_has_eleven_delegations_in_roster_order_with_someone_to_write_to(self) -> None:
        meeting = read_meeting(MEETING_FILE)
        assert meeting.roster.codes == ROSTER
        points = [point for state in meeting.roster for point in state.focal_points]
        assert {state.code for state in meeting.roster if state.focal_points} == set(ROSTER)
        assert all(point.email.endswith(".example") for point in points)
        assert len({state.time_zone for state in meeting.roster}) == 11

    def test_has_three_levels_and_the_instruments_with_their_parties(self) -> None:
        meeting = read_meeting(MEETING_FILE)
        assert [level.id for level in meeting.levels] == ["working-group", "adgsom", "adgmin"]
        assert meeting.instrument("joint-statement").parties == ROSTER
        assert meeting.instrument("joint-statement").levels == ("adgsom", "adgmin")
        assert meeting.instrument("adgsom-handover").parties == ("THA", "VNM")
        assert len(meeting.partners) == 10
        assert sum(i.id.startswith("dialogue-") for i in meeting.instruments) == 10

    def test_every_instrument_has_a_symbol_of_its_own_and_says_how_it_is_handled(self) -> None:
        meeting = read_meeting(MEETING_FILE)
        symbols = [instrument.symbol for instrument in meeting.instruments]
        assert len(set(symbols)) == len(symbols)
        assert all(i.marking and i.authority for i in meeting.instruments)

    def test_its_calendar_lies_in_order_and_its_sessions_are_with_its_partners(self) -> None:
        meeting = read_meeting(MEETING_FILE)
        moments = [event.at for event in meeting.calendar]
        assert moments == sorted(moments)
        sessions = [session["partner"] for session in DATA["facts"]["dialogue_sessions"]]
        assert sessions == [partner.name for partner in meeting.partners]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_draft_renders_the_same_each_time_and_can_be_written_and_read(name: str) -> None:
    document = draft(name)
    assert serialise(draft(name)) == serialise(document)
    assert parse(serialise(document)) == document
    assert INSTRUMENTS[name]["title"] in words(document)
    assert all(paragraph.id for paragraph in paragraphs(document))


class TestTheJointStatement:
    def test_has_forty_to_sixty_numbered_paragraphs_under_headings(self) -> None:
        counted = kinds(draft("joint-statement"))
        assert 40 <= counted["numbered"] <= 60
        assert counted["title"] == 1
        assert counted["heading"] >= 8
        assert counted["item"] >= 15

    def test_has_tables_with_repeated_headers_and_notes_on_what_is_disputed(self) -> None:
        document = draft("joint-statement")
        tables = [block for block in document.body if isinstance(block, Table)]
        assert [len(table.rows) for table in tables] == [9, 11]
        assert all(table.rows[0].header for table in tables)
        notes = [
            anchor.object
            for block in document.body
            if isinstance(block, Paragraph)
            for anchor in block.anchors
            if isinstance(anchor.object, Note)
        ]
        assert len(notes) == 3
        disputed = words(Document(notes[1].blocks))
        assert "expected in 2025" in disputed
        assert "over USD 300 billion by 2030" in disputed

    def test_names_people_and_places_with_their_own_letters(self) -> None:
        text = words(draft("joint-statement"))
        for name in ("Nguyễn Mạnh Hùng", "Phạm Minh Chính", "Hà Nội", "the Philippines"):
            assert name in text

    def test_says_what_was_done_in_italic_verbs(self) -> None:
        numbered = [
            block
            for block in draft("joint-statement").body
            if isinstance(block, Paragraph) and block.style.kind == "numbered"
        ]
        verbs = {
            block.text[span.start : span.end]
            for block in numbered
            for span in block.spans
            if span.mark == "italic"
        }
        assert {"noted", "welcomed", "adopted", "agreed", "encouraged"} <= verbs

    def test_follows_the_meeting_file(self) -> None:
        changed = {**DATA, "place": "Dili, Timor-Leste", "theme": "Another *theme*"}
        instrument = INSTRUMENTS["joint-statement"]
        template = (TEMPLATES / instrument["template"]).read_text(encoding="utf-8")
        text = words(render_text(template, {"meeting": changed, "instrument": instrument}))
        assert "Dili, Timor-Leste" in text
        assert "“Another *theme*”" in text
        assert "Hà Nội" not in text


class TestTheMasterPlan:
    def test_has_its_adoption_text_and_its_chapters_as_an_annex(self) -> None:
        document = draft("adm2030")
        headings = [
            block.text
            for block in document.body
            if isinstance(block, Paragraph) and block.style.kind == "heading"
        ]
        assert headings[0].startswith("Annex")
        assert headings[1:4] == ["Vision", "Context", "Guiding principles"]
        assert headings[-3:] == ["Outcomes and enablers", "Implementation", "Monitoring"]
        text = words(document)
        assert text.index("RECALLING") < text.index("HEREBY") < text.index("Annex")

    def test_gives_each_direction_an_outcome(self) -> None:
        (table,) = [block for block in draft("adm2030").body if isinstance(block, Table)]
        assert len(table.rows) == 9
        assert all(len(row.cells) == 3 for row in table.rows)
