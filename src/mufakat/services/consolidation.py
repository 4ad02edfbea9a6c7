"""What a consolidated round is: its merge as it is kept, and what was carried into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mufakat import records
from mufakat.change.amendment import Carried, Merge, Operation, Remark, Script
from mufakat.change.merge import merge
from mufakat.change.record import as_data, from_data
from mufakat.edges.ledger import Head, Ledger, Lodged
from mufakat.edges.record_names import (
    CARRIED,
    REMARKS,
    SCRIPT,
    TEXT,
    round_file,
)
from mufakat.procedure.round import Round
from mufakat.procedure.submission import counted
from mufakat.text.document import Document
from mufakat.text.markup import parse

MERGE = "merge.json"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that goes into a consolidation; ``scripts`` and ``lodged`` are in roster order.

    ``texts`` are the texts that the delegations submitted, ``every`` all submissions in time or
    admitted, also those that do not count. ``carried`` are proposals deferred in earlier rounds.
    """

    base: Document
    parties: tuple[str, ...]
    lodged: Mapping[str, Lodged]
    texts: Mapping[str, Document]
    scripts: Mapping[str, Script]
    remarks: tuple[Remark, ...]
    carried: tuple[Carried, ...]
    every: tuple[Lodged, ...]

    def merged(self, *, backwards: bool = False) -> Merge:
        """The merge; ``backwards`` takes everything in the opposite order (law 4: the same)."""
        states = list(self.scripts)
        remarks, carried = self.remarks, self.carried
        if backwards:
            states, remarks, carried = states[::-1], remarks[::-1], carried[::-1]
        scripts = {state: self.scripts[state] for state in states}
        return merge(self.base, scripts, self.parties, remarks, carried)


def gather(ledger: Ledger, head: Head, record: Round) -> Gathered:
    """What was lodged in a round and counts, read from the record alone."""
    name, parties = head.instrument.id, head.instrument.parties
    in_time = ledger.submissions(name, record.number)
    late = ledger.submissions(name, record.number, late=True)
    admitted = [one for one in late if one.submission.key in record.admitted]
    every = (*in_time, *admitted)
    counting = counted(record, [o.submission for o in in_time], [o.submission for o in late])
    lodged = {
        code: next(one for one in every if one.submission == counting[code])
        for code in parties
        if code in counting
    }
    scripts, texts, remarks = _read(ledger, lodged)
    base = parse(ledger.read(head, TEXT).decode())
    carried = recorded_carried(ledger, head)
    return Gathered(base, parties, lodged, texts, scripts, remarks, carried, every)


def recorded_carried(ledger: Ledger, head: Head) -> tuple[Carried, ...]:
    """The deferred proposals that stand over, as a main-line commit keeps them."""
    held = records.load(ledger.read(head, CARRIED)) if CARRIED in head.files else ()
    made: tuple[Carried, ...] = records.made(tuple[Carried, ...], held)
    return made


def carried_record(carried: Sequence[Carried]) -> bytes:
    """The deferred proposals as the record keeps them."""
    return records.dump(records.plain(tuple(carried), tuple[Carried, ...]))


def _read(
    ledger: Ledger, lodged: Mapping[str, Lodged]
) -> tuple[dict[str, Script], dict[str, Document], tuple[Remark, ...]]:
    names = [f"{one.commit}:{file}" for one in lodged.values() for file in (SCRIPT, TEXT, REMARKS)]
    held = iter(ledger.repository.read(names))
    scripts: dict[str, Script] = {}
    texts: dict[str, Document] = {}
    remarks: list[Remark] = []
    for code in lodged:
        script, text, said = (next(held) or b"" for _ in range(3))
        scripts[code] = records.made(tuple[Operation, ...], records.load(script))
        texts[code] = parse(text.decode())
        remarks += records.made(tuple[Remark, ...], records.load(said))
    return scripts, texts, tuple(remarks)


def merge_record(merged: Merge, fates: Mapping[str, str] | None = None) -> bytes:
    """A merge as the record keeps it and as it is published."""
    return records.dump(as_data(merged, fates))


def recorded_merge(ledger: Ledger, head: Head, number: int) -> Merge:
    """The merge of a round as a main-line commit keeps it."""
    return from_data(records.load(ledger.read(head, round_file(number, MERGE))))
