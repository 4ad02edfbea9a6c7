"""What the chair decides on a proposal, with a reason; nothing is decided by software."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from mufakat.procedure.nearest import hint, listed
from mufakat.refusal import Refusal

Disposition = Literal["accepted", "accepted as modified", "not accepted", "deferred", "withdrawn"]
DISPOSITIONS: tuple[str, ...] = get_args(Disposition)
MODIFIED: Disposition = "accepted as modified"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision of the chair on amendments, or on the contested passages they belong to.

    ``text`` is the chair's own wording where a proposal is accepted as modified.
    """

    ids: tuple[str, ...]
    disposition: Disposition
    reason: str
    author: str
    when: datetime
    text: str = ""


Contradiction = Callable[[Mapping[str, Ruling]], Iterable[tuple[str, str]]]
"""Names the pairs of amendments that are accepted and cannot stand in one text."""


def settle(
    rulings: Iterable[Ruling],
    amendments: Iterable[str],
    passages: Mapping[str, tuple[str, ...]],
    contradiction: Contradiction = lambda settled: (),
    proposals: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Ruling]:
    """Each amendment's one ruling, in the amendments' order; refused unless there is exactly one.

    ``passages`` gives each contested passage's amendments, ``proposals`` those that stand or fall
    together: a ruling on a proposal settles all of it. Refused, too: a ruling on something that
    does not exist or on a part of a proposal, a ruling without a reason, and accepted amendments
    that contradict.
    """
    known = _Known(tuple(amendments), passages, proposals or {})
    settled: dict[str, Ruling] = {}
    for ruling in rulings:
        _check(ruling)
        for name in known.ruled_on(ruling):
            if name in settled:
                raise ruled_twice(name)
            settled.update(dict.fromkeys(known.members(name), ruling))
    missing = dict.fromkeys(known.whole(name) for name in known.names if name not in settled)
    if missing:
        raise Refusal(
            f"{_proposals(len(missing))} no ruling: {listed(tuple(missing)[:8])}"
            + (" and more." if len(missing) > 8 else "."),
            'Give each one, or a ruling on all the others under "rest" ("deferred" carries them '
            "forward in brackets).",
        )
    for one, other in contradiction(settled):
        raise Refusal(
            f"{known.whole(one)} and {known.whole(other)} are both accepted, and cannot stand in "
            "one text.",
            _way_out(settled[one], settled[other]),
        )
    return {name: settled[name] for name in known.names}


def ruled_twice(name: str) -> Refusal:
    """The word for the person when a proposal has more than one ruling."""
    return Refusal(f"There is more than one ruling on proposal {name}.", "Leave one of them.")


class _Known:
    """What can be ruled on: amendments, proposals of several, contested passages."""

    def __init__(
        self,
        names: tuple[str, ...],
        passages: Mapping[str, tuple[str, ...]],
        proposals: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.names, self.passages, self.proposals = names, passages, proposals
        self._part_of = {name: one for one, members in proposals.items() for name in members}
        self._all = frozenset(names)

    def whole(self, name: str) -> str:
        """The proposal that an amendment is a part of; else the amendment itself."""
        return self._part_of.get(name, name)

    def members(self, name: str) -> tuple[str, ...]:
        """The amendments of a proposal."""
        return self.proposals.get(name, (name,))

    def _alike(self, name: str) -> Iterable[str]:
        """What the name may have been meant for: passages only if it is written as one."""
        return self.passages if name.startswith("passage") else map(self.whole, self.names)

    def ruled_on(self, ruling: Ruling) -> Iterator[str]:
        """The proposals that a ruling is on."""
        for name in ruling.ids:
            if name in self.passages:
                yield from dict.fromkeys(map(self.whole, self.passages[name]))
            elif name not in self._all:
                raise Refusal(
                    f'There is a ruling on "{name}", which is not a proposal of this round.',
                    hint(name, self._alike(name)),
                )
            elif self.whole(name) == name:
                yield name
            elif self.whole(name) not in ruling.ids:
                raise Refusal(
                    f"{name} is a part of the proposal {self.whole(name)}, which stands or falls "
                    "as one.",
                    f"Rule on {self.whole(name)}; that settles all of it.",
                )


def _way_out(one: Ruling, other: Ruling) -> str:
    if MODIFIED in (one.disposition, other.disposition):
        return "Leave your own words with one of them, and mark the others not accepted."
    return (
        f'Accept one of them, or give your own words for one of them under "{MODIFIED}"; '
        "mark the others not accepted."
    )


def _check(ruling: Ruling) -> None:
    about = listed(ruling.ids[:3])
    if ruling.disposition not in DISPOSITIONS:
        raise Refusal(
            f'The ruling on {about} says "{ruling.disposition}".',
            f"It can be {listed(DISPOSITIONS, 'or')}.",
        )
    if not ruling.reason.strip():
        raise Refusal(
            f"The ruling on {about} has no reason.", "Give one; it is printed on the record."
        )
    modified = ruling.disposition == MODIFIED
    if modified and not ruling.text.strip():
        raise Refusal(
            f'The ruling on {about} says "{MODIFIED}", and its text is missing.',
            "Give the words that are to stand, under text.",
        )
    if ruling.text.strip() and not modified:
        raise Refusal(
            f"The ruling on {about} does not fit its text.",
            f'A text goes with "{MODIFIED}", and with nothing else.',
        )
    if "[note:" in ruling.text:
        raise Refusal(
            f"The text of the ruling on {about} has a note in it, and would print it as words.",
            "Give the words without the note. To change a note, rule on a delegation's proposal "
            "for it, or let one propose it in the next round.",
        )
    if ruling.text.strip() and len(ruling.ids) > 1:
        raise Refusal(
            f"One text is given for {listed(ruling.ids[:3])} together.",
            "Give it for one proposal; the others in its passage are then not accepted.",
        )


def _proposals(count: int) -> str:
    return "One proposal has" if count == 1 else f"{count} proposals have"
