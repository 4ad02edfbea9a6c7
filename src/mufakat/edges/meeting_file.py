"""The meeting file, a secretariat's YAML: read into the meeting, every mistake named by its key."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, datetime, time
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from mufakat.edges.limits import Limits
from mufakat.edges.limits_section import LimitsSection
from mufakat.edges.mail_section import Email, InboxSection, Language, MailSection
from mufakat.procedure.delegation import Delegation, FocalPoint, Roster
from mufakat.procedure.instrument import Instrument, Verb, check_id
from mufakat.procedure.meeting import Backups, Chair, Event, Level, Meeting, Partner, Party
from mufakat.procedure.nearest import hint
from mufakat.refusal import Refusal

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"is no time zone ({hint(name, sorted(_zones()))})")
    return name


@lru_cache(maxsize=1)
def _zones() -> Set[str]:
    """The names of all time zones; finding them means reading a folder of hundreds of files."""
    return available_timezones()


def _id(name: str) -> str:
    try:
        return check_id(name)
    except Refusal as refusal:
        raise ValueError(f"cannot be a name ({refusal.hint})") from refusal


Zone = Annotated[str, AfterValidator(_zone)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Id = Annotated[str, AfterValidator(_id)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FocalPoint(_Part):
    name: Text
    email: Email
    language: Language = ""


class _Delegation(_Part):
    code: Code
    name: Text
    time_zone: Zone | None = None
    focal_points: tuple[_FocalPoint, ...] = ()
    holidays: tuple[date, ...] = ()
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")


class _Chair(_Part):
    delegation: Code
    name: Text
    title: str = ""


class _Secretariat(_Part):
    name: Text
    email: Email


class _Level(_Part):
    id: Id
    name: Text


class _Partner(_Part):
    name: Text
    code: Code | Literal[""] = ""
    focal_points: tuple[_FocalPoint, ...] = ()


class _Backups(_Part):
    folder: Text = "backups"
    keep: int = Field(default=14, ge=1, le=1000)


class _Event(_Part):
    at: datetime | date
    what: Text


class _Instrument(_Part):
    id: Id
    title: Text
    symbol: Text
    parties: Literal["all"] | tuple[Code, ...] = "all"
    partner: str = ""
    levels: tuple[Id, ...] = Field(min_length=1)
    verb: Verb = "adopt"
    template: str = ""
    marking: str = ""
    authority: str = ""


class _MeetingFile(_Part):
    meeting: Id
    title: Text
    short: Text
    theme: str = ""
    place: str = ""
    host: Code | Literal[""] = ""
    chair: _Chair
    time_zone: Zone
    language: str = "en"
    starts: date | None = None
    ends: date | None = None
    secretariat: _Secretariat
    delegations: tuple[_Delegation, ...] = Field(min_length=1)
    levels: tuple[_Level, ...] = Field(min_length=1)
    partners: tuple[_Partner, ...] = ()
    calendar: tuple[_Event, ...] = ()
    silence_hours: int = Field(default=72, ge=0)
    backups: _Backups = _Backups()
    instruments: tuple[_Instrument, ...] = ()
    limits: LimitsSection = LimitsSection()
    facts: dict[str, Any] = Field(default_factory=dict)
    mail: MailSection | None = None
    inbox: InboxSection | None = None


@lru_cache(maxsize=32)
def read_meeting(data: bytes) -> Meeting:
    """The meeting that a meeting file describes; if it is not right, refused with the key."""
    return _meeting(_checked(data))


def read_limits(data: bytes) -> Limits:
    """How much a file that comes in may cost, as the meeting file says or as usual."""
    return _checked(data).limits.limits()


@lru_cache(maxsize=32)
def _checked(data: bytes) -> _MeetingFile:
    held = _load(data)
    try:
        file = _MeetingFile.model_validate(held)
    except ValidationError as problem:
        raise _refusal(problem) from problem
    for path, said in _mistakes(file):
        raise Refusal(f"The meeting file is not right at {path}: {said}.", "Correct it there.")
    return file


def template_data(data: bytes) -> dict[str, Any]:
    """The meeting file as it stands, in plain dictionaries: what a text template may draw on."""
    return _load(data)


def _load(data: bytes) -> dict[str, Any]:
    try:
        held = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        what = getattr(problem, "problem", "") or "it cannot be read"
        raise Refusal(
            f"The meeting file is not well-formed YAML{line}: {what}.", "Correct it there."
        ) from problem
    if not isinstance(held, dict):
        raise Refusal(
            "The meeting file is empty, or not a list of keys and values.",
            "Start from templates/meetings/adgmin-6.yaml.",
        )
    return held


def _refusal(problem: ValidationError) -> Refusal:
    errors = problem.errors()
    first = errors[0]
    path = _path(first["loc"])
    match first["type"]:
        case "missing":
            said, advice = "is missing", "Add it."
        case "extra_forbidden":
            said = "is not a key of the meeting file"
            advice = hint(str(first["loc"][-1]), _keys(first["loc"]))
        case _:
            said, advice = f"is not right: {_said(first)}", "Correct it there."
    more = f" ({len(errors) - 1} more after it.)" if len(errors) > 1 else ""
    return Refusal(f"In the meeting file, {path} {said}.", advice + more)


def _said(error: Any) -> str:
    given = (
        repr(error["input"]) if isinstance(error["input"], str | int | float) else "what is there"
    )
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{given} {message}" if error["type"] == "value_error" else f"{given}: {message}"


def _path(loc: tuple[int | str, ...]) -> str:
    """``instruments[3].levels``: which key, counting from 1 as people do."""
    out = ""
    for part in loc:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        elif not part.startswith(("literal", "tuple", "constrained", "function", "date")):
            out += f".{part}" if out else part
    return out


def _keys(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = _MeetingFile
    parts: dict[str, type[BaseModel]] = {
        "chair": _Chair,
        "secretariat": _Secretariat,
        "delegations": _Delegation,
        "focal_points": _FocalPoint,
        "levels": _Level,
        "partners": _Partner,
        "backups": _Backups,
        "calendar": _Event,
        "instruments": _Instrument,
        "mail": MailSection,
        "inbox": InboxSection,
        "limits": LimitsSection,
    }
    for part in loc[:-1]:
        model = parts.get(str(part), model)
    return list(model.model_fields)


def _mistakes(file: _MeetingFile) -> Iterator[tuple[str, str]]:
    codes = [d.code for d in file.delegations]
    known = [*codes, *(p.code for p in file.partners if p.code)]
    levels = [level.id for level in file.levels]
    yield from _twice("delegations", codes)
    yield from _twice("levels", levels)
    yield from _twice("instruments", [i.id for i in file.instruments])
    yield from _unknown("chair.delegation", [file.chair.delegation], codes)
    yield from _unknown("host", [file.host] if file.host else [], codes)
    partners = [partner.name for partner in file.partners]
    for n, instrument in enumerate(file.instruments, 1):
        path = f"instruments[{n}]"
        parties = [] if instrument.parties == "all" else list(instrument.parties)
        yield from _unknown(f"{path}.parties", parties, known)
        yield from _unknown(f"{path}.levels", instrument.levels, levels)
        yield from _unknown(
            f"{path}.partner", [instrument.partner] if instrument.partner else [], partners
        )
        if sorted(instrument.levels, key=levels.index) != list(instrument.levels):
            yield f"{path}.levels", "they are not in the order of the meeting's levels"
        if instrument.parties == ():
            yield f"{path}.parties", f"{instrument.id} has no parties"
    if file.mail and file.mail.exposed:
        yield "mail.security", "a password is only sent over a protected line (starttls, ssl)"
    if file.starts and file.ends and file.ends < file.starts:
        yield "ends", "the meeting ends before it starts"


def _twice(path: str, names: list[str]) -> Iterator[tuple[str, str]]:
    for n, name in enumerate(names, 1):
        if name in names[: n - 1]:
            yield f"{path}[{n}]", f"{name} is there twice"


def _unknown(
    path: str, names: list[str] | tuple[str, ...], known: list[str]
) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in known:
            yield path, f'there is no "{name}" ({hint(name, known).rstrip(".")})'


def _meeting(file: _MeetingFile) -> Meeting:
    roster = Roster(tuple(_delegation(d, file.time_zone) for d in file.delegations))
    partners = tuple(Partner(p.name, p.code, _points(p.focal_points)) for p in file.partners)
    return Meeting(
        file.meeting,
        file.title,
        file.short,
        roster,
        tuple(Level(level.id, level.name) for level in file.levels),
        tuple(_instrument(i, roster, partners) for i in file.instruments),
        Chair(file.chair.delegation, file.chair.name, file.chair.title),
        Party(file.secretariat.name, file.secretariat.email),
        file.time_zone,
        file.theme,
        file.place,
        file.host,
        file.language,
        file.starts,
        file.ends,
        partners,
        tuple(Event(_moment(e.at, file.time_zone), e.what) for e in file.calendar),
        file.silence_hours,
        file.facts,
        file.mail.server() if file.mail else None,
        file.inbox.mailbox() if file.inbox else None,
        backups=Backups(file.backups.folder, file.backups.keep),
    )


def _points(parts: tuple[_FocalPoint, ...]) -> tuple[FocalPoint, ...]:
    return tuple(FocalPoint(p.name, p.email, p.language) for p in parts)


def _delegation(part: _Delegation, zone: str) -> Delegation:
    return Delegation(
        part.code,
        part.name,
        part.time_zone or zone,
        _points(part.focal_points),
        part.holidays,
        tuple(get_args(Weekday).index(day) for day in part.weekend),
    )


def _instrument(part: _Instrument, roster: Roster, partners: tuple[Partner, ...]) -> Instrument:
    known = (*roster.codes, *(p.code for p in partners if p.code))
    wanted = roster.codes if part.parties == "all" else part.parties
    return Instrument(
        part.id,
        part.title,
        part.symbol,
        tuple(code for code in known if code in wanted),
        part.levels,
        part.verb,
        part.template,
        part.marking,
        part.authority,
    )


def _moment(at: datetime | date, zone: str) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
