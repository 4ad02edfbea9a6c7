"""Under a silence procedure a text is agreed unless a delegation objects before the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from mufakat.procedure.round import Round, after, spoken
from mufakat.refusal import Refusal


def check_period(now: datetime, until: datetime, shortest: timedelta) -> None:
    """Refuses a silence procedure that is shorter than the meeting allows."""
    if until - now < shortest:
        hours = int(shortest.total_seconds() // 3600)
        raise Refusal(
            f"A silence procedure runs {hours} hours at least.",
            f"Name a deadline at {spoken(now + shortest)} or later.",
        )


def check_may_break(record: Round, reason: str, now: datetime) -> None:
    """Refuses an objection without a reason, out of time, or where there is no silence to break."""
    if record.kind != "silence":
        raise Refusal(
            f"{record.name} is a round of comments, not a silence procedure.",
            "Lodge a submission instead (mufakat submit).",
        )
    if record.state == "broken":
        raise Refusal(
            f"{record.name} has been broken by {record.broken_by} already.",
            "One objection is enough; what another delegation holds against the text is put on "
            "record beside it (mufakat reserve).",
        )
    after(record, "break silence")
    if not reason.strip():
        raise Refusal(
            "Silence is broken with a reason.", "Say what the delegation cannot agree to."
        )
    if now > record.deadline:
        raise Refusal(
            f"{record.name} lapsed on {spoken(record.deadline)}.",
            "Record a reservation (mufakat reserve), or ask the chair for a new round.",
        )
