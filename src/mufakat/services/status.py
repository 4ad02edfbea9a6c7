"""Where each instrument stands, at a glance; quick, because people look often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.ledger import Survey
from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import unknown
from mufakat.procedure.submission import counted


@dataclass(frozen=True, slots=True)
class InstrumentStatus:
    """One instrument: ``contested`` counts the passages still in dispute."""

    instrument: str
    stage: str
    draft: str = ""
    round: int | None = None
    deadline: datetime | None = None
    lodged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    contested: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """All instruments that were asked for."""

    instruments: tuple[InstrumentStatus, ...]


def status(workspace: Workspace, instrument: str | None = None) -> Status:
    """The status of one instrument, or of all: those of the meeting first, then the others."""
    listed, drafted = workspace.outline.instruments, workspace.ledger.instruments()
    if instrument and instrument not in (*listed, *drafted):
        raise unknown("instrument", instrument, [*listed, *drafted])
    names = [instrument] if instrument else list(dict.fromkeys((*listed, *drafted)))
    surveys = workspace.ledger.survey(names) if drafted else {}
    return Status(
        tuple(
            _of(surveys[name]) if name in surveys else InstrumentStatus(name, "not drafted")
            for name in names
        )
    )


def _of(survey: Survey) -> InstrumentStatus:
    standing, name = survey.standing, survey.instrument.id
    record = standing.round
    if record is None:
        return InstrumentStatus(name, standing.stage, standing.draft)
    comments = record.kind == "comments"
    present = counted(record, survey.in_time, survey.late) if comments else {}
    parties = survey.instrument.parties if comments else ()
    running = record.state in ("open", "closed", "consolidated", "ruled")
    return InstrumentStatus(
        name,
        standing.stage,
        standing.draft,
        record.number,
        record.deadline,
        tuple(code for code in parties if code in present),
        tuple(code for code in parties if code not in present),
        tuple(dict.fromkeys(submission.delegation for submission in survey.late)),
        record.contested if running else 0,
    )
