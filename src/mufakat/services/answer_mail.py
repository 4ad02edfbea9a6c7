"""Answers what delegations mailed back: whose file it is, is asked; after a yes it is lodged.

What is asked for once is done once: whoever is killed at it, or does it at the same moment as
somebody else, does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.inbox import Kept, Mailbag
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match, Standing
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
    ``unread`` are those that wrote on a text under silence, and on which (``IDN on statement``);
    ``replied`` are those that answered a question otherwise than with a yes; ``refused`` those
    that said yes to what could not be lodged; ``unclear`` those whose file may be on several texts;
    ``strangers`` are addresses of nobody's with a file of ours.
    """

    lodged: tuple[str, ...]
    posted: tuple[str, ...]
    unasked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()

    @property
    def waits(self) -> str:
        """What the secretariat has to see to, if there is anything."""
        every = (
            ("Perhaps an objection, read it:", self.unread),
            ("Answered otherwise than with YES:", self.replied),
            ("Confirmed, and could not be lodged:", self.refused),
            ("A file, and it is not clear on which text:", self.unclear),
            ("A file of ours, from an address that is nobody's:", self.strangers),
            ("Too many mails to ask about, in the name of", self.unasked),
        )
        said = [f"{what} {', '.join(whose)}." for what, whose in every if whose]
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
    unlodged = [
        (kept, said)
        for kept, said in found
        if said.standing == "yes" and kept.decision and _asked_still(mails, said)
    ]
    for kept, said in found:
        if said.standing == "yes" and not kept.decision:
            receipt, refused = _lodge(workspace, mails[said.confirms][0], now)
            if refused:
                posted += post(workspace, _held(workspace, *mails[said.confirms], refused), now)
                unlodged.append((kept, said))
            elif receipt:
                lodged.append(receipt)
            settle(workspace, kept, now, receipt)
    return Answered(
        tuple(lodged),
        tuple(posted),
        _named(found, "many"),
        tuple(under_silence(workspace, found)),
        _named([one for one in found if _asked_still(mails, one[1])], "reply"),
        tuple(dict.fromkeys(said.delegation for _, said in unlodged)),
        _named(found, "unclear"),
        _named([one for one in found if any(one[0].incoming.files_of)], "stranger"),
    )


def _named(found: Iterable[tuple[Kept, Match]], standing: Standing) -> tuple[str, ...]:
    """Whose mails stand so and are not dealt with: delegations, or addresses of nobody's."""
    mails = [(kept, said) for kept, said in found if said.standing == standing]
    whose = (said.delegation or kept.incoming.sender for kept, said in mails if not kept.decision)
    return tuple(dict.fromkeys(whose))


def _asked_still(mails: Mapping[str, tuple[Kept, Match]], said: Match) -> bool:
    """Whether the mail that this is an answer about waits for one."""
    return said.confirms in mails and not mails[said.confirms][0].decision


def tell_what_waits(workspace: Workspace, *, now: datetime) -> None:
    """After a person's decision: what is told of mails that wait is told as it is now."""
    if trouble(workspace.root).endswith(_LOOK):
        set_trouble(workspace.root, answer_mail(workspace, now=now).waits)


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
