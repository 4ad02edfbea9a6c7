"""The comment matrix: every proposal and comment of a round in one line each, in reading order.

Amendments that stand or fall together are one line. A delegation's comment on the words that it
changes is the reason for its proposal and stands in that proposal's line; every other comment has a
line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mufakat.change.amendment import (
    Amendment,
    Format,
    Insert,
    Merge,
    Remark,
    Replace,
)
from mufakat.change.layout import layout
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.change.remark.remarked import remarked
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.excerpt import Excerpt, readable
from mufakat.procedure.line_type import Type, type_of
from mufakat.procedure.place import Places
from mufakat.procedure.together import proposal_settled, proposal_wording
from mufakat.procedure.wording import remark_wording
from mufakat.text.document import Document


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a proposal (``id`` is its first amendment's) or a comment (``id`` is the remark's).

    ``paragraph`` is the stable id of the place, ``place`` its printed number in words.
    ``remarks`` are the comments printed as the reason. ``passage`` is the contested passage. For
    the ``carried`` of its ``states`` it stands over from an earlier round.
    """

    number: int
    id: str
    paragraph: str
    place: str
    symbol: str
    states: tuple[str, ...]
    type: Type
    kind: str
    original: Excerpt
    proposed: Excerpt
    manner: str = ""
    reason: str = ""
    remarks: tuple[str, ...] = ()
    supported: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()
    passage: str = ""
    observation: str = ""
    disposition: str = ""
    ruling: str = ""
    resulting: str = ""
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Positions:
    """Who else spoke for or against a proposal, in roster order."""

    supported: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()


def rows(
    merge: Merge,
    labels: Mapping[str, str],
    symbol: str,
    *,
    rulings: Mapping[str, Ruling] | None = None,
    resulting: Document | None = None,
    positions: Mapping[str, Positions] | None = None,
    observations: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """The matrix of a merge whose base has these printed ``labels`` and draft ``symbol``.

    ``rulings``, ``positions`` and the secretariat's own ``observations`` are by a proposal's id;
    ``resulting`` is the text that the rulings gave.
    """
    maker = _Maker(merge, labels, symbol, rulings or {}, resulting, positions or {})
    return maker.rows(observations or {})


class _Maker:
    """Holds what every line of one matrix needs."""

    def __init__(
        self,
        merge: Merge,
        labels: Mapping[str, str],
        symbol: str,
        rulings: Mapping[str, Ruling],
        resulting: Document | None,
        positions: Mapping[str, Positions],
    ) -> None:
        self.merge = merge
        self.symbol = symbol
        self.rulings = rulings
        self.positions = positions
        self.places = Places.of(merge.base, labels)
        self.resulting = Places.of(resulting) if resulting else None
        self.where = layout(merge.base)
        self.proposals = wholes(merge)
        self.contested: dict[str, list[Whole]] = {}
        for proposal in self.proposals:
            for passage in dict.fromkeys(a.passage for a in proposal.amendments if a.passage):
                self.contested.setdefault(passage, []).append(proposal)
        self.remarks = {remark.id: remark for remark in merge.remarks}

    def rows(self, observations: Mapping[str, str]) -> tuple[Row, ...]:
        reasons = self._reasons()
        given = {remark.id for found in reasons.values() for remark in found}
        order = {ident: n for n, ident in enumerate(self.places.nodes)}
        lines: list[tuple[int, Whole | Remark]] = []
        reached = 0
        for proposal in self.proposals:
            reached = max(reached, order.get(_place(proposal.first), 0))
            lines.append((reached, proposal))
        free = [remark for remark in self.merge.remarks if remark.id not in given]
        lines += [(order.get(remark.block, -1), remark) for remark in self._threads(free)]
        lines.sort(key=lambda line: line[0])
        return tuple(
            self._proposal(n, line, reasons.get(line.id, ()), observations.get(line.id, ""))
            if isinstance(line, Whole)
            else self._comment(n, line)
            for n, (_, line) in enumerate(lines, 1)
        )

    def _reasons(self) -> dict[str, list[Remark]]:
        """The comments that argue for each proposal: on its very words, or else beside them.

        One that is resolved argues no more.
        """
        exact = remarked(self.merge)
        by_block: dict[str, list[Amendment]] = {}
        for amendment in self.merge.amendments:
            by_block.setdefault(_place(amendment), []).append(amendment)
        part_of = {a.id: one.id for one in self.proposals for a in one.amendments}
        reasons: dict[str, list[Remark]] = {}
        for remark in self.merge.remarks:
            if remark.parent or remark.resolved:
                continue
            near = by_block.get(remark.block, ())
            beside = [amendment.id for amendment in near if gives_reason(remark, amendment)]
            for name in dict.fromkeys(part_of[a] for a in exact.get(remark.id) or beside):
                reasons.setdefault(name, []).append(remark)
        return reasons

    def _threads(self, remarks: Sequence[Remark]) -> list[Remark]:
        """Comments by place, each followed by the replies to it."""
        known = {remark.id for remark in remarks}
        replies: dict[str, list[Remark]] = {}
        out: list[Remark] = []
        for remark in remarks:
            if remark.parent in known:
                replies.setdefault(remark.parent, []).append(remark)
        todo = sorted((r for r in remarks if r.parent not in known), key=lambda r: -r.start)
        while todo:
            remark = todo.pop()
            out.append(remark)
            todo += reversed(replies.pop(remark.id, []))
        return out

    def _proposal(
        self, number: int, proposal: Whole, reasons: Sequence[Remark], observation: str
    ) -> Row:
        words = proposal_wording(proposal, self.places, self.where)
        sponsors = proposal.first.sponsors
        ruling = self.rulings.get(proposal.id)
        position = self.positions.get(proposal.id, Positions())
        return Row(
            number,
            proposal.id,
            words.place,
            self.places.name(words.place),
            self.symbol,
            sponsors,
            type_of(proposal, words, self.places),
            proposal.kind,
            words.original,
            words.proposed,
            words.manner,
            _reason(reasons, sponsors),
            tuple(remark.id for remark in reasons),
            position.supported,
            position.opposed,
            proposal.passage,
            "; ".join(part for part in (self._observation(proposal), observation) if part),
            ruling.disposition if ruling else "",
            ruling.reason if ruling else "",
            self._resulting(proposal, ruling),
            proposal.first.carried,
        )

    def _comment(self, number: int, remark: Remark) -> Row:
        quoted = remark_wording(remark, self.places)
        answered = self.remarks.get(remark.parent)
        reply = f"in reply to {answered.sponsor}: “{answered.text}”" if answered else ""
        settled = f"marked as resolved by {remark.sponsor}" if remark.resolved else ""
        return Row(
            number,
            remark.id,
            remark.block,
            self.places.name(remark.block),
            self.symbol,
            (remark.sponsor,),
            "comment",
            "comment",
            quoted,
            Excerpt(),
            reason=remark.text,
            observation="; ".join(filter(None, (reply, settled))),
        )

    def _observation(self, proposal: Whole) -> str:
        said = []
        own = set(proposal.first.sponsors)
        passages = dict.fromkeys(a.passage for a in proposal.amendments)
        members = (one for passage in passages for one in self.contested.get(passage, ()))
        rivals = [one for one in members if own.isdisjoint(one.first.sponsors)]
        if rivals:
            named = dict.fromkeys(f"{one.id} ({', '.join(one.first.sponsors)})" for one in rivals)
            said.append(f"contested with {', '.join(named)}")
        for one in proposal.first.standing:
            carried = [sponsor for sponsor in one.sponsors if sponsor in proposal.first.carried]
            if carried:
                said.append(f"stands over from {one.origin} ({', '.join(carried)})")
        return "; ".join(said)

    def _resulting(self, proposal: Whole, ruling: Ruling | None) -> str:
        if self.resulting is None:
            return ""
        text = ruling.text if ruling else ""
        return proposal_settled(proposal, self.places, self.resulting, self.where, text)


def gives_reason(remark: Remark, amendment: Amendment) -> bool:
    """Whether a comment argues for an amendment: its own delegation's, on the words it changes."""
    if remark.sponsor not in amendment.sponsors or remark.block != _place(amendment):
        return False
    match amendment.operation:
        case Insert(node=node):
            return not remark.own and (not remark.quoted or remark.quoted in readable(node))
        case Replace(start=start, end=end) | Format(start=start, end=end):
            return remark.start <= end and start <= remark.end
        case _:
            return True


def _place(amendment: Amendment) -> str:
    operation = amendment.operation
    if isinstance(operation, Insert):
        return operation.after or operation.parent
    return operation.block


def _reason(remarks: Sequence[Remark], sponsors: tuple[str, ...]) -> str:
    if len(sponsors) == 1:
        return "\n".join(remark.text for remark in remarks)
    return "\n".join(f"{remark.sponsor}: {remark.text}" for remark in remarks)
