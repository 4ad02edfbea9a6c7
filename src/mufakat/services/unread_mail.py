"""What delegations mailed in time and nobody has decided about.

On a text under silence it may be an objection, so a person reads it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from mufakat.edges.inbox import Kept
from mufakat.edges.ledger import Head
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match
from mufakat.procedure.nearest import listed
from mufakat.procedure.round import Round
from mufakat.refusal import Refusal
from mufakat.services.incoming_mail import SHOWN, matched

FILES = ("held", "many", "unclear")
"""How a mail stands with which a delegation brought a file."""
_WORDS = ("empty", "reply", *FILES)
"""How one stands that a person of a delegation wrote."""


def check_read(workspace: Workspace, head: Head) -> None:
    """Refuses to let a silence lapse over what a delegation mailed while it ran."""
    record = head.standing.round
    if record is None or record.kind != "silence":
        return
    found = undecided(matched(workspace), head, record, _WORDS)
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
    for name in workspace.ledger.instruments() if found else ():
        head = workspace.ledger.head(name)
        record = head.standing.round if head else None
        if head and record and (record.kind, record.state) == ("silence", "open"):
            mails = undecided(found, head, record, _WORDS)
            yield from dict.fromkeys(f"{said.delegation} on {name}" for _, said in mails)


def undecided(
    found: Iterable[tuple[Kept, Match]], head: Head, record: Round, standings: Container[str]
) -> list[tuple[Kept, Match]]:
    """The mails of its parties that stand so, and came before each one's deadline.

    Those on this text, and those of which nobody can tell on which they are.
    """
    return [
        (kept, said)
        for kept, said in found
        if said.standing in standings
        and said.instrument in ("", head.instrument.id)
        and said.delegation in head.instrument.parties
        and not kept.decision
        and record.opened <= kept.came <= record.deadline_of(said.delegation)
    ]
