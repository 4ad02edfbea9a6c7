"""What delegations wrote on a text under silence: it may be an objection, so a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mufakat.edges.inbox import Kept
from mufakat.edges.ledger import Head
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match
from mufakat.procedure.nearest import listed
from mufakat.procedure.round import Round
from mufakat.refusal import Refusal
from mufakat.services.incoming_mail import SHOWN, matched

_WORDS = ("empty", "held", "many")
"""How a mail stands that a person of a delegation wrote on one text."""


def check_read(workspace: Workspace, head: Head) -> None:
    """Refuses to let a silence lapse over what a delegation mailed while it ran."""
    record = head.standing.round
    if record is None or record.kind != "silence":
        return
    found = unread(matched(workspace), head, record)
    if found:
        codes = listed(list(dict.fromkeys(said.delegation for _, said in found)))
        raise Refusal(
            f"{codes} wrote while silence ran, and nobody has said whether that is an objection.",
            "If it is: mufakat inbox --take ID --reason TEXT, which breaks silence as of when it "
            "came. If not: mufakat inbox --aside ID.",
            tuple(
                f"{kept.key[:SHOWN]}  {said.delegation}  “{kept.incoming.says}”"
                for kept, said in found
            ),
        )


def under_silence(workspace: Workspace, found: Sequence[tuple[Kept, Match]]) -> Iterator[str]:
    """Who wrote on what while silence runs on it, and has not been read: ``IDN on statement``."""
    for name in dict.fromkeys(said.instrument for _, said in found if said.instrument):
        head = workspace.ledger.head(name)
        record = head.standing.round if head else None
        if head and record and (record.kind, record.state) == ("silence", "open"):
            for code in dict.fromkeys(said.delegation for _, said in unread(found, head, record)):
                yield f"{code} on {name}"


def unread(
    found: Iterable[tuple[Kept, Match]], head: Head, record: Round
) -> list[tuple[Kept, Match]]:
    """The mails of its parties on a text, in time, about which nobody has decided."""
    return [
        (kept, said)
        for kept, said in found
        if said.standing in _WORDS
        and said.instrument == head.instrument.id
        and said.delegation in head.instrument.parties
        and not kept.decision
        and record.opened <= kept.came <= record.deadline
    ]
