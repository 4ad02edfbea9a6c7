"""What a page says around the text: the values of the templates' tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from mufakat.procedure.delegation import Delegation
from mufakat.procedure.draft import ZERO, printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.paragraph import places_by_state
from mufakat.procedure.round import Round, spoken
from mufakat.procedure.rules import ParagraphState
from mufakat.text.document import Document


def draft_symbol(instrument: Instrument, draft: str) -> str:
    """The symbol of a draft: ``ADGMIN-6/JS/Rev.1``; the zero draft has the instrument's own."""
    return instrument.symbol if draft == ZERO else f"{instrument.symbol}/{printed(draft)}"


def draft_fields(
    meeting: Meeting, instrument: Instrument, draft: str, when: datetime
) -> dict[str, str]:
    """What every file of a draft says."""
    return {
        "title": instrument.title,
        "symbol": draft_symbol(instrument, draft),
        "draft": printed(draft),
        "date": day(when),
        "marking": instrument.marking,
        "meeting": meeting.title,
        "meeting_short": meeting.short,
        "place_dates": place_dates(meeting),
        "theme": meeting.theme,
        "secretariat": meeting.secretariat.name,
        "authority": instrument.authority,
        "language": meeting.language,
    }


def issued_fields(meeting: Meeting, record: Round, delegation: Delegation) -> dict[str, str]:
    """What the file for one delegation says besides."""
    return {
        "delegation": delegation.name,
        "deadline": spoken(record.deadline),
        "instructions": _silence(meeting)
        if record.kind == "silence"
        else (
            "Edit this text as usual and add comments where you wish; tracked changes are switched "
            "on, and nothing is lost if they are not. Return the file to "
            f"{_secretariat(meeting)}. A later file takes the place of an earlier one."
        ),
    }


def _silence(meeting: Meeting) -> str:
    return (
        "This text is agreed unless a delegation objects before the time given. To object, write "
        f"to {_secretariat(meeting)} and give the reason."
    )


def _secretariat(meeting: Meeting) -> str:
    """Where to write to; the name stands behind, where no language wants an article before it."""
    return f"{meeting.secretariat.email} ({meeting.secretariat.name})"


def legend(meeting: Meeting, instrument: Instrument) -> str:
    """The codes of the delegations that negotiate, with their names."""
    named = {d.code: d.name for d in meeting.roster} | {
        p.code: p.name for p in meeting.partners if p.code
    }
    return "; ".join(f"{code} {named.get(code, code)}" for code in instrument.parties)


def states_legend(base: Document, states: Mapping[str, ParagraphState]) -> dict[str, str]:
    """Which paragraphs are in which state; of those that nobody would change, how many."""
    places = places_by_state(base, states)
    every = sum(map(len, places.values()))
    said = {f"where_{state}": f"{len(named)} of {every}" for state, named in places.items()}
    for state, named in places.items():
        if named and state != "clean":
            notes = " (notes by their numbers in the draft)" if _name_notes(named) else ""
            said[f"where_{state}"] += f": {'; '.join(named)}{notes}"
    return {name: f"{words}." for name, words in said.items()}


def _name_notes(places: Sequence[str]) -> bool:
    """Whether notes are among the places; comments are printed among them, and count along."""
    return any(place.startswith(("note ", "endnote ")) for place in places)


def marked_legend(since: str) -> str:
    """What the marks in a draft mean that is marked against another."""
    return (
        f"Marked against {the_draft(since)}: what stood there and is gone is struck, "
        "what is new is underlined."
    )


def the_draft(draft: str) -> str:
    """A draft as a sentence names it: ``the Zero draft``, ``Rev.1``."""
    return f"the {printed(draft)}" if draft == ZERO else printed(draft)


def final_fields(
    meeting: Meeting, instrument: Instrument, level: str, when: datetime
) -> dict[str, str]:
    """What the adopted text says around itself."""
    done, moment = instrument.done, when.astimezone(meeting.moment(when).tzinfo)
    where = f" in {meeting.place}" if meeting.place else ""
    return {
        "symbol": instrument.symbol,
        "marking": "",
        "adoption": f"{done.capitalize()} by {meeting.level(level).name}{where} on {day(moment)}",
        "closing": f"{done.capitalize()}{where} on {day(moment)}.",
        "chair": meeting.chair.name,
        "chair_title": meeting.chair.title,
    }


def stamp(when: datetime) -> str:
    """A moment as Word keeps it with a change: ISO 8601, UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(when: date) -> str:
    """A day as people write it: ``16 January 2026``."""
    return f"{when.day} {when:%B %Y}"


def place_dates(meeting: Meeting) -> str:
    """Where and when the meeting is held: ``Hà Nội, Viet Nam, 12 to 16 January 2026``."""
    return ", ".join(part for part in (meeting.place, _dates(meeting.starts, meeting.ends)) if part)


def _dates(starts: date | None, ends: date | None) -> str:
    one = starts or ends
    if one is None:
        return ""
    if starts is None or ends is None or starts == ends:
        return day(one)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day} to {day(ends)}"
    return f"{day(starts)} to {day(ends)}"
