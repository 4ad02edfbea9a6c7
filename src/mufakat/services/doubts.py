"""What makes it doubtful that a file is its delegation's return: a question, put before lodging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mufakat.edges.ledger import MEETING, Head, Ledger
from mufakat.edges.meeting_file import read_meeting
from mufakat.procedure.draft import printed
from mufakat.procedure.round import Round
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
    names = {one.code: one.name for one in meeting.parties(head.instrument)}
    other = names.get(found.delegation)
    issued = f"{other} ({found.delegation})" if other else found.delegation
    own = names.get(code, code)
    return Refusal(
        f"This file was issued to {issued}.",
        f"Lodge it as {own}{_genitive(own)} only if these are its words: --consent. "
        "What was sent is kept.",
    )


def _genitive(name: str) -> str:
    return "\u2019" if name.endswith("s") else "\u2019s"
