"""What is doubtful, of a file that comes in or a text that is agreed: a question, put before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.meeting_file import read_meeting
from mufakat.edges.record_names import MEETING, TEXT
from mufakat.procedure.draft import printed
from mufakat.procedure.round import Round
from mufakat.procedure.submission import Submission
from mufakat.refusal import Refusal
from mufakat.text.document import Document, paragraphs

if TYPE_CHECKING:
    from mufakat.edges.word.fingerprint import Fingerprint

_WHOLE = 5  # paragraphs; of fewer, half is soon gone


def another_text(draft: Document, submitted: Document, name: str) -> Refusal | None:
    """The question whether a file that keeps less than half of the draft is meant as its text."""
    ids = {one.id for one in paragraphs(draft, notes=False) if one.text}
    kept = len(ids & {one.id for one in paragraphs(submitted, notes=False)})
    if len(ids) < _WHOLE or 2 * kept >= len(ids):
        return None
    return Refusal(
        f"Only {kept} of the {len(ids)} paragraphs of {printed(name)} are in this file; lodged as "
        "it is, it would delete the others.",
        "Send the Word file that was issued, with the changes made in it; or, if this is meant, "
        "lodge it as it is (--consent). What was sent is kept.",
    )


def another_delegation(
    ledger: Ledger, head: Head, record: Round, found: Fingerprint, code: str
) -> Refusal | None:
    """The question whether a file that was issued to another delegation holds this one's words."""
    if found.delegation in ("", code):
        return None
    opened = ledger.at(ledger.opened(head.instrument.id, record.number), head.instrument.id)
    meeting = read_meeting(ledger.read(opened, MEETING))
    names = {one.code: one.said for one in meeting.parties(head.instrument)}
    other = names.get(found.delegation)
    issued = f"{other} ({found.delegation})" if other else found.delegation
    own = names.get(code, code)
    return Refusal(
        f"This file was issued to {issued}.",
        f"Lodge it as {own}{_genitive(own)} only if these are its words: --consent. "
        "What was sent is kept.",
    )


def check_unchanged(before: Submission) -> None:
    """Refuses with a question where a file without changes would take the place of proposals."""
    if not before.changes:
        return
    count = sum(before.changes.values())
    proposals = "its one proposal" if count == 1 else f"its {count} proposals"
    raise Refusal(
        f"There is no change in this file, and it would take the place of {before.receipt} with "
        f"{proposals}.",
        "Send the file in which the changes are; or, if they are no longer upheld, lodge it as it "
        "is (--consent) or take them back (mufakat withdraw). What was sent is kept.",
    )


def check_finished(ledger: Ledger, head: Head, act: str) -> None:
    """Refuses with a question where the text that is to be agreed looks unfinished."""
    from mufakat.procedure.unfinished import question
    from mufakat.text.markup import parse

    asked = question(parse(ledger.read(head, TEXT).decode()), act)
    if asked:
        raise asked


def _genitive(name: str) -> str:
    return "\u2019" if name.endswith("s") else "\u2019s"
