"""Who sees whose words: a sealed round shows nobody else's before it closes."""

from __future__ import annotations

from mufakat.procedure.round import Round
from mufakat.refusal import Refusal


def may_see_words(record: Round, owner: str, viewer: str = "") -> bool:
    """Whether ``viewer`` (a delegation's code, or empty) may see ``owner``'s words."""
    return not record.sealed or record.state != "open" or viewer == owner


def check_may_see_words(record: Round, owner: str, viewer: str = "") -> None:
    """Refuses a look at another's words while a sealed round is open."""
    if not may_see_words(record, owner, viewer):
        raise Refusal(
            f"{record.name} is sealed: {owner}'s words are shown when it has closed.",
            "Wait until the round has closed.",
        )
