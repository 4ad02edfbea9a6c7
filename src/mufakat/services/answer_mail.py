"""Answers what delegations mailed back: whose file it is, is asked; after a yes it is lodged.

What is asked for once is done once: whoever is killed at it, or does it at the same moment as
somebody else, does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.inbox import Kept
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match
from mufakat.procedure.notice import Notice
from mufakat.procedure.occasions import Mailed, held
from mufakat.refusal import Refusal
from mufakat.services.incoming_mail import confirm_mail, matched, settle
from mufakat.services.post import post
from mufakat.services.unread_mail import under_silence

_LOOK = "Look at mufakat inbox."


@dataclass(frozen=True, slots=True)
class Answered:
    """The receipts of what was lodged, and the keys of the mails that were posted.

    ``unasked`` are the delegations in whose names more mails lie than they are asked about;
    ``unread`` are those that wrote on a text under silence, and on which (``IDN on statement``).
    """

    lodged: tuple[str, ...]
    posted: tuple[str, ...]
    unasked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def waits(self) -> str:
        """What the secretariat has to see to, if there is anything."""
        said = []
        if self.unread:
            said.append(f"Perhaps an objection, read it: {', '.join(self.unread)}.")
        if self.unasked:
            said.append(f"Too many mails to ask about, in the name of {' '.join(self.unasked)}.")
        return " ".join([*said, _LOOK]) if said else ""


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
            else:
                lodged.append(receipt)
            settle(workspace, kept, now, receipt)
    many = [one for kept, one in found if one.standing == "many" and not kept.decision]
    unasked = dict.fromkeys(one.delegation for one in many)
    to_read = under_silence(workspace, found)
    return Answered(tuple(lodged), tuple(posted), tuple(unasked), tuple(to_read))


def tell_what_waits(workspace: Workspace, *, now: datetime) -> None:
    """After a person's decision: what is told of mails that wait is told as it is now."""
    if trouble(workspace.root).endswith(_LOOK):
        set_trouble(workspace.root, answer_mail(workspace, now=now).waits)


def _lodge(workspace: Workspace, kept: Kept, now: datetime) -> tuple[str, str]:
    """The receipt, or why there is none."""
    if kept.decision:
        return kept.decision.receipt, ""
    try:
        return confirm_mail(workspace, kept.key, now=now).receipt, ""
    except Refusal as refusal:
        return "", refusal.error


def _held(workspace: Workspace, kept: Kept, said: Match, refused: str = "") -> list[Notice]:
    """The question, or the refusal; none where no round is there to lodge anything in."""
    head, meeting = workspace.ledger.head(said.instrument), workspace.meeting
    record = head.standing.round if head else None
    if not head or not record or record.kind != "comments" or head.standing.adoption:
        return []
    mail = Mailed(kept.token, kept.incoming.sender, kept.came, kept.incoming.files)
    return [
        held(meeting, head.instrument, record, party, mail, refused)
        for party in meeting.parties(head.instrument)
        if party.code == said.delegation and kept.token
    ]
