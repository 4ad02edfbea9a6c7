"""What became of your proposals: all that one delegation proposed, and the answer to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mufakat.procedure.disposition import DISPOSITIONS
from mufakat.procedure.matrix import Row
from mufakat.procedure.nearest import capital

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposal or comment of the delegation; ``others`` proposed the same."""

    row: Row
    others: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """The chair's disposition in words; a comment is on the record."""
        if self.row.type == "comment":
            return "on the record"
        return self.row.disposition or PENDING


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter to one delegation; ``opening`` is its first sentence, with the counts.

    ``heading`` says what it is about: a delegation that proposed nothing is not told of proposals.
    ``counts`` gives for each disposition (and ``pending``) the number of proposals.
    """

    delegation: str
    name: str
    opening: str
    counts: Mapping[str, int]
    proposals: tuple[Entry, ...]
    comments: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """What the letter is about, in a line."""
        if self.proposals:
            return "What became of your proposals"
        return "Your comments on the record" if self.comments else "The outcome of the round"


def letter(delegation: str, rows: Iterable[Row], *, name: str = "", draft: str = "") -> Letter:
    """The letter to a delegation, drawn from the matrix after the rulings.

    ``name`` is the delegation as said in a sentence (``"the Philippines"``), ``draft`` the draft
    that it commented on (``"the Zero draft"``).
    """
    own = [
        Entry(row, tuple(state for state in row.states if state != delegation))
        for row in rows
        if delegation in row.states
    ]
    proposals = tuple(entry for entry in own if entry.row.type != "comment")
    comments = tuple(entry for entry in own if entry.row.type == "comment")
    found = Counter(entry.row.disposition or PENDING for entry in proposals)
    counts = {key: found[key] for key in (*DISPOSITIONS, PENDING)}
    over = sum(delegation in entry.row.carried for entry in proposals)
    opening = _opening(name or delegation, draft or "the draft", counts, len(comments), over)
    return Letter(delegation, name or delegation, opening, counts, proposals, comments)


def _opening(name: str, draft: str, counts: Mapping[str, int], comments: int, over: int) -> str:
    total = sum(counts.values())
    also = f" {_comments(comments)}." if comments else ""
    if not total:
        nothing = "no proposal" if comments else "no proposal and no comment"
        return f"{capital(name)} made {nothing} on {draft}.{also}"
    made = _made(name, draft, total, over)
    parts = [_was(key, n) for key, n in counts.items() if n]
    if len(parts) == 1:
        every = "Both" if total == 2 else f"All {total}"
        which = "The one proposal" if total == 1 else f"{every} proposals"
        return f"{which} {made} {parts[0]}.{also}"
    counted = [f"{n} {part}" for n, part in zip(filter(None, counts.values()), parts, strict=True)]
    said = ", ".join(counted[:-1]) + f" and {counted[-1]}"
    return f"Of the {total} proposals {made}, {said}.{also}"


def _made(name: str, draft: str, total: int, over: int) -> str:
    """On what the proposals were made, of which some may stand ``over`` from an earlier round."""
    if over == total:
        return f"of {name} that stood over from an earlier round"
    also = " or had standing over from an earlier round" if over else ""
    return f"that {name} made on {draft}{also}"


def _was(disposition: str, count: int) -> str:
    if disposition == PENDING:
        return "awaits a decision" if count == 1 else "await a decision"
    return f"{'was' if count == 1 else 'were'} {disposition}"


def _comments(count: int) -> str:
    if count == 1:
        return "Its comment is on the record"
    return f"Its {count} comments are on the record"
