"""Puts notices into the outbox, each exactly once: finished mails, on record before any is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from mufakat.edges.eml import Attached, Letterhead, eml, message_id
from mufakat.edges.ics import deadline_file, method
from mufakat.edges.mail_template import CALENDAR, mail_words
from mufakat.edges.outbox import About, Outbox
from mufakat.edges.workspace import Workspace
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.notice import Notice
from mufakat.services.check_meeting import PACKAGED
from mufakat.services.enclosures import Enclosures
from mufakat.services.lay_out import lay_out
from mufakat.services.look_up import until_settled

FOLDER = "mail"


def post(workspace: Workspace, notices: Iterable[Notice], now: datetime) -> tuple[str, ...]:
    """Records the notices that are not in the outbox yet, all or none; their keys.

    A notice to a delegation that has no focal point is passed over. Without a mail server the new
    mails are laid out as files.
    """
    wanted = [notice for notice in notices if notice.to]
    recorded = until_settled(lambda: _post(workspace, wanted, now)) if wanted else ()
    if recorded and workspace.meeting.mail is None:
        lay_out(workspace, *(about.name for about in recorded))
    return tuple(about.key for about in recorded)


def _post(workspace: Workspace, notices: Iterable[Notice], now: datetime) -> tuple[About, ...]:
    outbox, meeting = Outbox(workspace.ledger), workspace.meeting
    held = outbox.keys({notice.instrument for notice in notices})
    fresh = {(n.instrument, n.key): n for n in notices if n.key not in held[n.instrument]}
    if not fresh:
        return ()
    templates = mail_templates(workspace)
    moment = meeting.moment(now)
    enclosures = Enclosures(workspace)
    mails = [
        _mail(meeting, templates, notice, moment, enclosures.of(notice))
        for notice in _in_order(outbox, fresh.values())
    ]
    outbox.add(mails, meeting.secretariat)
    return tuple(about for about, _ in mails)


def _in_order(outbox: Outbox, notices: Collection[Notice]) -> Iterator[Notice]:
    """The notices; a calendar file has a higher number than whatever the delegation had before.

    A clock that was set back would number it lower, and no calendar would take it.
    """
    moves = {_round(one) for one in notices if one.entry and one.entry.sequence}
    abouts = [one.about for folder in moves for one in outbox.mails(folder)]
    held: dict[tuple[str, str], int] = {}
    for about in abouts:
        place = _round(about), about.delegation
        held[place] = max(about.sequence, held.get(place, 0))
    for one in notices:
        if one.entry and one.entry.sequence:
            least = 1 + held.get((_round(one), one.delegation), 0)
            number = max(one.entry.sequence, least)
            one = replace(one, entry=replace(one.entry, sequence=number))
        yield one


def _round(one: Notice | About) -> str:
    """Where the mails of its round lie in the outbox."""
    return f"{one.instrument}/{one.key.partition('/')[0]}"


def mail_templates(workspace: Workspace) -> dict[str, str]:
    """The mail templates by name: the workspace's own, and what came along where it has none."""
    return _came_along() | _texts(workspace.templates / FOLDER)


@cache
def _came_along() -> dict[str, str]:
    return _texts(PACKAGED / FOLDER)


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))}


def _mail(
    meeting: Meeting,
    templates: Mapping[str, str],
    notice: Notice,
    moment: datetime,
    enclosed: list[Attached],
) -> tuple[About, bytes]:
    files = [*enclosed, *_calendar(meeting, templates, notice, moment)]
    fields = dict(notice.fields) | {
        "attached": [file.name for file in files],
        "has_letter": any("-letter-" in file.name for file in files),
    }
    words = mail_words(templates, notice.kind, notice.language, fields)
    sender = meeting.mail_sender
    about = About(
        notice.instrument,
        notice.key,
        notice.kind,
        notice.delegation,
        sender.email,
        tuple(point.email for point in notice.to),
        words.subject,
        moment,
        notice.until,
        notice.entry.sequence if notice.entry else 0,
    )
    head = Letterhead(
        sender,
        notice.to,
        meeting.secretariat,
        words.subject,
        moment,
        message_id(meeting.id, notice.instrument, notice.key, sender),
        about.name,
        words.language,
    )
    return about, eml(head, words.text, words.html, files)


def _calendar(
    meeting: Meeting, templates: Mapping[str, str], notice: Notice, moment: datetime
) -> list[Attached]:
    if notice.entry is None:
        return []
    words = mail_words(templates, CALENDAR, notice.language, notice.fields)
    content = deadline_file(
        notice.entry, meeting.mail_sender, words.subject, words.text.strip(), moment
    )
    name = f"{notice.instrument}-deadline.ics"
    return [Attached(name, "text/calendar", content, method(notice.entry))]
