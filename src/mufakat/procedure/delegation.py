"""A delegation is one side of the table; the roster is their order, everywhere the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mufakat.procedure.nearest import unknown


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """Whom a delegation's post goes to, and in which language (empty: the meeting's)."""

    name: str
    email: str
    language: str = ""


def address(email: str) -> str:
    """A mail address as it is compared with others: ``Ana@PHL.example`` is nobody else."""
    return email.casefold()


@dataclass(frozen=True, slots=True)
class Delegation:
    """One member state (or partner), known by its code, usually ISO 3166 alpha-3.

    On its ``holidays`` and at its ``weekend`` (Monday is 0) nobody is at the desk. A sentence may
    have the name with an article: ``in_a_sentence``.
    """

    code: str
    name: str
    time_zone: str = "UTC"
    focal_points: tuple[FocalPoint, ...] = ()
    holidays: tuple[date, ...] = ()
    weekend: tuple[int, ...] = (5, 6)
    in_a_sentence: str = ""

    @property
    def said(self) -> str:
        """The delegation as a sentence names it: ``the Philippines``."""
        return self.in_a_sentence or self.name


@dataclass(frozen=True, slots=True)
class Roster:
    """The delegations of a meeting, in the one order in which they are always named."""

    delegations: tuple[Delegation, ...]

    def __iter__(self) -> Iterator[Delegation]:
        return iter(self.delegations)

    def __len__(self) -> int:
        return len(self.delegations)

    def __contains__(self, code: object) -> bool:
        return any(delegation.code == code for delegation in self.delegations)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in roster order."""
        return tuple(delegation.code for delegation in self.delegations)

    def find(self, name: str) -> Delegation:
        """The delegation of this code or full name, in any case; refused with the nearest ones."""
        wanted = name.strip().casefold()
        for delegation in self.delegations:
            if wanted in (delegation.code.casefold(), delegation.name.casefold()):
                return delegation
        names = [name for d in self.delegations for name in (d.code, d.name)]
        raise unknown("delegation", name, self.codes if len(wanted) <= 3 else names)

    def order(self, codes: Iterable[str]) -> tuple[str, ...]:
        """These codes in roster order, each once; codes that are not on the roster are left out."""
        wanted = set(codes)
        return tuple(code for code in self.codes if code in wanted)

    def only(self, codes: Iterable[str]) -> Roster:
        """The roster of these delegations alone, in the same order."""
        wanted = set(codes)
        return Roster(tuple(d for d in self.delegations if d.code in wanted))
