"""Which of the mails that came in wait for a person at the secretariat, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mufakat.edges.inbox import Kept
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match, Standing
from mufakat.services.incoming_mail import matched
from mufakat.services.unread_mail import under_silence

_LOOK = "Look at mufakat inbox."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose mails wait for what.

    ``unread`` are the delegations that wrote on a text under silence, and on which (``IDN on
    statement``); ``replied`` those that answered a question otherwise than with a yes; ``refused``
    those that said yes to what could not be lodged; ``unclear`` those whose file may be on several
    texts; ``strangers`` are addresses of nobody's with a file of ours; ``unasked`` the delegations
    in whose names more mails lie than they are asked about.
    """

    unread: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What the secretariat has to see to, in a line; nothing if nothing waits."""
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


def waiting(workspace: Workspace, found: Sequence[tuple[Kept, Match]]) -> Waiting:
    """What waits among the mails that came in."""
    left = [one for one in found if not one[0].decision]
    mails = {kept.key for kept, _ in left}
    answers = [(kept, said) for kept, said in found if said.confirms in mails]
    return Waiting(
        tuple(under_silence(workspace, found)),
        _named([one for one in answers if not one[0].decision], "reply"),
        _named([one for one in answers if one[0].decision], "yes"),
        _named(left, "unclear"),
        _named([one for one in left if any(one[0].incoming.files_of)], "stranger"),
        _named(left, "many"),
    )


def tell_what_waits(workspace: Workspace) -> None:
    """After a person's decision: what is told of mails that wait is told as it is now."""
    if trouble(workspace.root).endswith(_LOOK):
        set_trouble(workspace.root, waiting(workspace, matched(workspace)).said)


def _named(found: Iterable[tuple[Kept, Match]], standing: Standing) -> tuple[str, ...]:
    """Whose mails stand so: delegations, or addresses of nobody's."""
    mails = [(kept, said) for kept, said in found if said.standing == standing]
    return tuple(dict.fromkeys(said.delegation or kept.incoming.sender for kept, said in mails))
