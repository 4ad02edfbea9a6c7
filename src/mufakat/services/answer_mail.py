"""Answers what delegations mailed back: whose file it is, is asked; after a yes it is lodged.

What is asked for once is done once: whoever is killed at it, or does it at the same moment as
somebody else, does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.inbox import Kept, Mailbag
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match
from mufakat.procedure.notice import Notice
from mufakat.procedure.occasions import Mailed, held
from mufakat.refusal import Refusal
from mufakat.services.incoming_mail import confirm_mail, matched, settle
from mufakat.services.post import post
from mufakat.services.waiting_mail import Waiting, waiting


@dataclass(frozen=True, slots=True)
class Answered:
    """The receipts of what was lodged, the keys of the mails that were posted, and what waits."""

    lodged: tuple[str, ...]
    posted: tuple[str, ...]
    waiting: Waiting


def answer_mail(workspace: Workspace, *, now: datetime) -> Answered:
    """Asks the focal points whether a file that came in their name is theirs; lodges what is.

    Only whoever has got the question can say yes to it. What is then refused is told with the
    reason, and stays with the secretariat.
    """
    found = matched(workspace)
    mails = {kept.key: (kept, said) for kept, said in found}
    questions = [
        notice
        for kept, said in found
        if said.standing == "held" and not kept.decision
        for notice in _held(workspace, kept, said)
    ]
    lodged, posted = [], list(post(workspace, questions, now))
    for kept, said in found:
        if said.standing == "yes" and not kept.decision:
            receipt, refused = _lodge(workspace, mails[said.confirms][0], now)
            if refused:
                posted += post(workspace, _held(workspace, *mails[said.confirms], refused), now)
            elif receipt:
                lodged.append(receipt)
            settle(workspace, kept, now, receipt)
    return Answered(tuple(lodged), tuple(posted), waiting(workspace, matched(workspace)))


def _lodge(workspace: Workspace, kept: Kept, now: datetime) -> tuple[str, str]:
    """The receipt, whoever has lodged it, or why there is none."""
    try:
        return confirm_mail(workspace, kept.key, now=now).receipt, ""
    except Refusal as refusal:
        done = Mailbag(workspace.ledger).decision(kept)
        return (done.receipt, "") if done else ("", refusal.error)


def _held(workspace: Workspace, kept: Kept, said: Match, refused: str = "") -> list[Notice]:
    """The question, or the refusal; none where no round is there to lodge anything in."""
    head, meeting = workspace.ledger.head(said.instrument), workspace.meeting
    record = head.standing.round if head else None
    if not head or not record or record.kind != "comments" or head.standing.adoption:
        return []
    incoming, file = kept.incoming, kept.incoming.meant(said.instrument)
    files = [file] if file else incoming.files
    beside = [name for name in incoming.files if name not in files]
    mail = Mailed(kept.token, incoming.sender, kept.came, tuple(files), tuple(beside))
    return [
        held(meeting, head.instrument, record, party, mail, refused)
        for party in meeting.parties(head.instrument)
        if party.code == said.delegation and kept.token
    ]
