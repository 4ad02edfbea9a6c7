"""What the chair decides on a proposal, with a reason; nothing is decided by software."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from mufakat.procedure.nearest import hint, listed
from mufakat.refusal import Refusal

Disposition = Literal["accepted", "accepted as modified", "not accepted", "deferred", "withdrawn"]
DISPOSITIONS: tuple[str, ...] = get_args(Disposition)


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
) -> dict[str, Ruling]:
    """Each amendment's one ruling, in the amendments' order; refused unless there is exactly one.

    ``passages`` gives each contested passage's amendments. Refused, too: a ruling on something
    that does not exist, a ruling without a reason, and accepted amendments that contradict.
    """
    known = tuple(amendments)
    settled: dict[str, Ruling] = {}
    for ruling in rulings:
        _check(ruling)
        for name in _expand(ruling, known, passages):
            if name in settled:
                raise Refusal(
                    f"There is more than one ruling on proposal {name}.", "Leave one of them."
                )
            settled[name] = ruling
    missing = [name for name in known if name not in settled]
    if missing:
        raise Refusal(
            f"{_proposals(len(missing))} no ruling: {listed(missing[:8])}"
            + (" and more." if len(missing) > 8 else "."),
            'Give each one, or a ruling on all the others under "rest".',
        )
    for one, other in contradiction(settled):
        raise Refusal(
            f"{one} and {other} are both accepted, and cannot stand in one text.",
            "Accept one of them, or give your own words under accepted as modified.",
        )
    return {name: settled[name] for name in known}


def _expand(
    ruling: Ruling, known: tuple[str, ...], passages: Mapping[str, tuple[str, ...]]
) -> Iterable[str]:
    for name in ruling.ids:
        if name in passages:
            yield from passages[name]
        elif name in known:
            yield name
        else:
            raise Refusal(
                f'There is a ruling on "{name}", which is not a proposal of this round.',
                hint(name, [*known, *passages]),
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
    if (ruling.disposition == "accepted as modified") != bool(ruling.text.strip()):
        raise Refusal(
            f"The ruling on {about} does not fit its text.",
            'A text goes with "accepted as modified", and with nothing else.',
        )
    if ruling.text.strip() and len(ruling.ids) > 1:
        raise Refusal(
            f"One text is given for {listed(ruling.ids[:3])} together.",
            "Give it for one proposal; the others in its passage are then not accepted.",
        )


def _proposals(count: int) -> str:
    return "One proposal has" if count == 1 else f"{count} proposals have"
