"""Where each instrument stands, at a glance; quick, because people look often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mufakat.edges.mailbox_trouble import trouble
from mufakat.edges.outbox import Outbox
from mufakat.edges.survey import Survey, survey
from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import unknown
from mufakat.procedure.sending import in_trouble
from mufakat.procedure.submission import Submission, counted, state
from mufakat.services.check_meeting import check_meeting


@dataclass(frozen=True, slots=True)
class InstrumentStatus:
    """One instrument: ``contested`` counts the passages still in dispute.

    ``brought_forward`` are those whose changes were made on an older draft, ``extensions`` the
    deadlines of single delegations. An adopted text has no round any more.
    """

    instrument: str
    stage: str
    draft: str = ""
    round: int | None = None
    deadline: datetime | None = None
    lodged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    contested: int = 0
    brought_forward: tuple[str, ...] = ()
    extensions: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """All instruments that were asked for; ``mail`` names mails that a person has to look at.

    ``meeting_file`` says what is wrong in the meeting file, if anything is; ``mailbox`` why what
    delegations mail back is not taken in just now.
    """

    instruments: tuple[InstrumentStatus, ...]
    mail: tuple[str, ...] = ()
    meeting_file: tuple[str, ...] = ()
    mailbox: str = ""


def status(
    workspace: Workspace, instrument: str | None = None, *, now: datetime | None = None
) -> Status:
    """The status of one instrument, or of all: those of the meeting first, then the others.

    Mails are looked at only where the moment is given.
    """
    listed, drafted = workspace.outline.instruments, workspace.ledger.instruments()
    if instrument and instrument not in (*listed, *drafted):
        raise unknown("instrument", instrument, [*listed, *drafted])
    names = [instrument] if instrument else list(dict.fromkeys((*listed, *drafted)))
    surveys = survey(workspace.ledger.repository, names) if drafted else {}
    return Status(
        tuple(
            _of(surveys[name]) if name in surveys else InstrumentStatus(name, "not drafted")
            for name in names
        ),
        in_doubt(workspace, instrument or "", now=now) if drafted and now else (),
        check_meeting(workspace),
        trouble(workspace.root),
    )


def in_doubt(workspace: Workspace, instrument: str, *, now: datetime) -> tuple[str, ...]:
    """The mails that were given up, or of which nobody knows whether they went out."""
    held = Outbox(workspace.ledger).sendings(instrument)
    return tuple(name for name, sending in held.items() if in_trouble(sending, now))


def _of(survey: Survey) -> InstrumentStatus:
    standing, name = survey.standing, survey.instrument.id
    record = standing.round
    if record is None or standing.adoption:
        return InstrumentStatus(name, standing.stage, standing.draft)
    comments = record.kind == "comments"
    present = counted(record, survey.in_time, survey.late) if comments else {}
    parties = survey.instrument.parties if comments else ()
    return InstrumentStatus(
        name,
        standing.stage,
        standing.draft,
        record.number,
        record.deadline,
        tuple(code for code in parties if code in present),
        tuple(code for code in parties if code not in present),
        tuple(dict.fromkeys(one.delegation for one in survey.late if _is_late(survey, one))),
        0 if record.over else record.contested,
        tuple(code for code in parties if code in present and present[code].made_from),
        {one.delegation: one.until for one in record.extensions if one.until > record.deadline},
    )


def _is_late(survey: Survey, one: Submission) -> bool:
    record = survey.standing.round
    return record is not None and state(record, one, survey.in_time, survey.late) == "late"
