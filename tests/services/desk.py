"""A delegate's desk: the issued file, LibreOffice, and what comes in of what was done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.delegate import Delegate, Step
from tests.services.life import NAME, Life

from mufakat.procedure.standing import current_round
from mufakat.services.look_up import look_up
from mufakat.services.understand import Understood, understand
from mufakat.text.markup import serialise

ANEW = "This format does not say which numbers its lists showed; please check the numbering."


@dataclass(frozen=True, slots=True)
class Desk:
    """A delegate with the file that was issued to it, and the round that takes the file in."""

    talks: Life
    delegate: Delegate
    tracked: bool
    save: str
    plain: bool = False  # tracking is switched off for what cannot be tracked

    @property
    def is_tracked(self) -> bool:
        return self.tracked and not self.plain

    def understood(self, *steps: Step) -> Understood:
        """The issued file after these steps, as it comes in."""
        begin = ("track" if self.is_tracked else "untrack",)
        data = self.delegate.edit(self.talks.issued("MYS"), begin, *steps, save=self.save)
        ledger, head = self.talks.workspace.ledger, look_up(self.talks.workspace, NAME)
        record = current_round(head.standing)
        return understand(ledger, head, record, "MYS", data, f"MYS.{self.save}")

    def plainly(self) -> Desk:
        """Without tracking for an .odt, in which a row that was tracked as gone stays, empty."""
        return replace(self, plain=self.save == "odt")

    def base(self) -> str:
        """The text on record, with its ids."""
        return serialise(self.talks.text())

    def check(
        self,
        found: Understood,
        edits: Mapping[str, str],
        changes: Mapping[str, int],
        *,
        told: tuple[str, ...] = (),
    ) -> None:
        """The text is the draft with these edits, and the changes and warnings are these."""
        wanted = self.base()
        for old, new in edits.items():
            assert wanted.count(old) == 1, old
            wanted = wanted.replace(old, new)
        assert found.text == wanted
        assert found.changes == changes
        assert found.warnings == (*self._compared(changes), *told)

    def _compared(self, counts: Mapping[str, int]) -> tuple[str, ...]:
        count, typographic = sum(counts.values()), counts.get("typographic", 0)
        changes = "one change" if count == 1 else f"{count} changes"
        changes += f" ({typographic} typographic)" if typographic else ""
        found = f"{changes} {'was' if count == 1 else 'were'} found by comparing with the draft"
        anew = (ANEW,) if self.save == "odt" else ()
        off = () if self.is_tracked or not count else (f"Tracking was switched off: {found}.",)
        return (*off, *anew)


HANDS = {
    "tracked": (True, "docx"),
    "untracked": (False, "docx"),
    "tracked odt": (True, "odt"),
    "untracked odt": (False, "odt"),
}
