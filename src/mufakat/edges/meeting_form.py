"""What a meeting file may say: its sections and keys, what each takes, and an example of it."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from mufakat.edges.limits_section import LimitsSection
from mufakat.edges.mail_section import Email, InboxSection, Language, MailSection
from mufakat.edges.section import Section, takes
from mufakat.procedure.instrument import Verb, check_id
from mufakat.procedure.nearest import hint
from mufakat.refusal import Refusal


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(hint(name, sorted(_zones())))
    return name


@lru_cache(maxsize=1)
def _zones() -> Set[str]:
    """The names of all time zones; finding them means reading a folder of hundreds of files."""
    return available_timezones()


def _id(name: str) -> str:
    try:
        return check_id(name)
    except Refusal as refusal:
        raise ValueError from refusal


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
Zone = Annotated[str, AfterValidator(_zone)]
Id = Annotated[str, AfterValidator(_id)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_NAME = "a name in small letters, digits and hyphens"
_CODE = "a code of two to eight capital letters"
_CITY, _HANOI = "a time zone, named by a city", "Asia/Ho_Chi_Minh"
_SENTENCE = "the name as a sentence has it"


class FocalPointSection(Section):
    """Whom a delegation's mail goes to."""

    name: Text = takes("a person or an office", "Focal point of Malaysia")
    email: Email = takes("an e-mail address", "focal.point@mys.example")
    language: Language = takes("the code of a language", "id", "")


class DelegationSection(Section):
    """One side of the table."""

    code: Code = takes(_CODE, "MYS")
    name: Text = takes("the delegation's name", "Malaysia")
    in_a_sentence: str = takes(_SENTENCE, "the Philippines", "")
    time_zone: Zone | None = takes(_CITY, "Asia/Kuala_Lumpur", None)
    focal_points: tuple[FocalPointSection, ...] = takes(
        "a list of people", "[{name: Focal point of Malaysia, email: focal.point@mys.example}]", ()
    )
    holidays: tuple[date, ...] = takes("a list of days", "[2026-01-01]", ())
    weekend: tuple[Weekday, ...] = takes(
        "a list of days of the week", "[saturday, sunday]", ("saturday", "sunday")
    )


class ChairSection(Section):
    """Who chairs."""

    delegation: Code = takes("the code of a delegation", "VNM")
    name: Text = takes("the chair's name", "Nguyễn Văn An")
    title: str = takes("the chair's office", "Minister of Science and Technology", "")


class SecretariatSection(Section):
    """Who runs it."""

    name: Text = takes("the secretariat's name", "Secretariat of the 6th ADGMIN")
    email: Email = takes("an e-mail address", "secretariat@state.example")


class LevelSection(Section):
    """A body that clears or adopts texts."""

    id: Id = takes(_NAME, "senior-officials")
    name: Text = takes("the level's name", "Senior officials")


class PartnerSection(Section):
    """A dialogue partner or organisation."""

    name: Text = takes("the partner's name", "Japan")
    code: Code | Literal[""] = takes(_CODE, "JPN", "")
    in_a_sentence: str = takes(_SENTENCE, "the Republic of Korea", "")
    focal_points: tuple[FocalPointSection, ...] = takes(
        "a list of people", "[{name: Focal point of Japan, email: focal.point@jpn.example}]", ()
    )


class BackupsSection(Section):
    """Where the nightly copies lie."""

    folder: Text = takes("a folder", "backups", "backups")
    keep: int = takes("a whole number, 1 to 1000", "14", 14, ge=1, le=1000)


class EventSection(Section):
    """Something in the calendar."""

    at: datetime | date = takes("a day or a moment", "2026-01-15T08:30:00")
    what: Text = takes("what happens then", "The meeting opens")


class InstrumentSection(Section):
    """One text that is to come out."""

    id: Id = takes(_NAME, "joint-statement")
    title: Text = takes("the text's title", "Joint Statement")
    symbol: Text = takes("the text's symbol", "ADGMIN-6/JS")
    parties: Literal["all"] | tuple[Code, ...] = takes(
        "all, or a list of codes of delegations", "[THA, VNM]", "all"
    )
    partner: str = takes("the name of a partner", "Japan", "")
    levels: Annotated[tuple[Id, ...], Field(min_length=1)] = takes(
        "a list of the ids of levels, the lowest first", "[senior-officials, ministers]"
    )
    verb: Verb = takes("adopt, approve, endorse or note", "adopt", "adopt")
    template: str = takes("the path of a file below templates", "text/joint-statement.md.j2", "")
    marking: str = takes("what stands on every page", "For the delegations only", "")
    authority: str = takes("by whom and how it is adopted", "The ministers adopt it.", "")


class MeetingForm(Section):
    """The whole file."""

    meeting: Id = takes(_NAME, "adgmin-6")
    title: Text = takes("the meeting's full name", "Sixth ASEAN Digital Ministers’ Meeting")
    short: Text = takes("the meeting's short name", "6th ADGMIN")
    theme: str = takes("the meeting's theme", "From Connectivity to Connected Intelligence", "")
    place: str = takes("where it is held", "Hà Nội, Viet Nam", "")
    host: Code | Literal[""] = takes("the code of a delegation", "VNM", "")
    chair: ChairSection = takes(
        "the chair's delegation and name", "{delegation: VNM, name: Nguyễn Văn An}"
    )
    time_zone: Zone = takes(_CITY, _HANOI)
    language: str = takes("the code of a language", "en", "en")
    starts: date | None = takes("a day", "2026-01-12", None)
    ends: date | None = takes("a day", "2026-01-16", None)
    secretariat: SecretariatSection = takes(
        "a name and an e-mail address", "{name: Secretariat, email: secretariat@state.example}"
    )
    delegations: Annotated[tuple[DelegationSection, ...], Field(min_length=1)] = takes(
        "a list of delegations", "[{code: MYS, name: Malaysia}]"
    )
    levels: Annotated[tuple[LevelSection, ...], Field(min_length=1)] = takes(
        "a list of levels, the lowest first", "[{id: ministers, name: Ministers}]"
    )
    partners: tuple[PartnerSection, ...] = takes(
        "a list of partners", "[{name: Japan, code: JPN}]", ()
    )
    calendar: tuple[EventSection, ...] = takes(
        "a list of events", "[{at: 2026-01-15, what: The meeting opens}]", ()
    )
    silence_hours: int = takes("a whole number of hours", "72", 72, ge=0)
    backups: BackupsSection = takes(
        "where the nightly copies lie", "{folder: backups, keep: 14}", BackupsSection()
    )
    instruments: tuple[InstrumentSection, ...] = takes(
        "a list of texts",
        "[{id: joint-statement, title: Joint Statement, symbol: JS, levels: [ministers]}]",
        (),
    )
    limits: LimitsSection = takes("what a file may cost", "{file_mb: 50}", LimitsSection())
    facts: dict[str, Any] = takes("names and values for the templates", "{delegates: 300}", {})
    mail: MailSection | None = takes("a mail server", "{host: smtp.state.example}", None)
    inbox: InboxSection | None = takes(
        "a mailbox", "{host: imap.state.example, user: secretariat}", None
    )
