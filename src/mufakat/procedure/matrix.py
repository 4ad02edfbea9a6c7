"""The comment matrix: every proposal and comment of a round in one line each, in reading order.

A delegation's comment on the words that it changes is the reason for its proposal and stands in
that proposal's line; every other comment has a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from mufakat.change.amendment import (
    Amendment,
    Format,
    Insert,
    Merge,
    Remark,
    Replace,
)
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.excerpt import Excerpt, readable
from mufakat.procedure.place import Places
from mufakat.procedure.settled import settled
from mufakat.procedure.wording import Wording, remark_wording, wording
from mufakat.text.document import MARK, OBJECT, Document
from mufakat.text.tokens import fold

Type = Literal["substantive", "editorial", "technical", "typographic", "comment"]

TYPES: Mapping[Type, str] = {
    "substantive": "the words say something else",
    "editorial": "the same words but for capitals, punctuation, articles (a, an, the) or a usual "
    "variant of spelling (-ise/-ize, -our/-or, -re/-er)",
    "technical": "no word changes: a move, a split or join, a paragraph's kind, a mark, a table's "
    "layout",
    "typographic": "only kinds of quotation mark, dash, space and the like differ; never contested",
    "comment": "words addressed to the others, proposing nothing to the text",
}
"""The rule by which each line's type is found."""

_LAYOUT = ("split", "join", "restyle", "move", "formatting", "table layout")
_WORD = regex.compile(r"\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{Nd}]+|[^\s\p{P}]")
_ARTICLES = frozenset({"a", "an", "the"})
_SPELLINGS = (
    (regex.compile(r"(?<=\w{2})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (regex.compile(r"(?<=\w{2})our(?=(?:s|ed|ing|able|ful|al)?$)"), "or"),
    (regex.compile(r"(?<=\w[tb])re(?=s?$)"), "er"),
    (regex.compile(r"(?<=program)me(?=s?$)"), ""),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a proposal (``id`` is the amendment's) or a comment (``id`` is the remark's).

    ``paragraph`` is the stable id of the place, ``place`` its printed number in words.
    ``remarks`` are the comments printed as the reason. ``passage`` is the contested passage.
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

    ``rulings``, ``positions`` and the secretariat's own ``observations`` are by amendment id;
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
        self.contested = {passage.id: passage.amendments for passage in merge.passages}
        self.sponsors = {a.id: a.sponsors for a in merge.amendments}
        self.remarks = {remark.id: remark for remark in merge.remarks}

    def rows(self, observations: Mapping[str, str]) -> tuple[Row, ...]:
        reasons = self._reasons()
        given = {remark.id for found in reasons.values() for remark in found}
        order = {ident: n for n, ident in enumerate(self.places.nodes)}
        lines: list[tuple[int, Amendment | Remark]] = []
        reached = 0
        for amendment in self.merge.amendments:
            reached = max(reached, order.get(_place(amendment), 0))
            lines.append((reached, amendment))
        free = [remark for remark in self.merge.remarks if remark.id not in given]
        lines += [(order.get(remark.block, -1), remark) for remark in self._threads(free)]
        lines.sort(key=lambda line: line[0])
        return tuple(
            self._proposal(n, line, reasons.get(line.id, ()), observations.get(line.id, ""))
            if isinstance(line, Amendment)
            else self._comment(n, line)
            for n, (_, line) in enumerate(lines, 1)
        )

    def _reasons(self) -> dict[str, tuple[Remark, ...]]:
        by_block: dict[str, list[Remark]] = {}
        for remark in self.merge.remarks:
            if not remark.parent:
                by_block.setdefault(remark.block, []).append(remark)
        return {
            amendment.id: tuple(r for r in near if gives_reason(r, amendment))
            for amendment in self.merge.amendments
            if (near := by_block.get(_place(amendment)))
        }

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
        self, number: int, amendment: Amendment, reasons: Sequence[Remark], observation: str
    ) -> Row:
        words = wording(amendment, self.places)
        ruling = self.rulings.get(amendment.id)
        position = self.positions.get(amendment.id, Positions())
        return Row(
            number,
            amendment.id,
            words.place,
            self.places.name(words.place),
            self.symbol,
            amendment.sponsors,
            type_of(amendment, words, self.places),
            amendment.kind,
            words.original,
            words.proposed,
            words.manner,
            _reason(reasons, amendment.sponsors),
            tuple(remark.id for remark in reasons),
            position.supported,
            position.opposed,
            amendment.passage,
            "; ".join(part for part in (self._observation(amendment), observation) if part),
            ruling.disposition if ruling else "",
            ruling.reason if ruling else "",
            self._resulting(amendment, ruling),
        )

    def _comment(self, number: int, remark: Remark) -> Row:
        quoted = remark_wording(remark, self.places)
        answered = self.remarks.get(remark.parent)
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
            observation=f"in reply to {answered.sponsor}: “{answered.text}”" if answered else "",
        )

    def _observation(self, amendment: Amendment) -> str:
        said = []
        own = set(amendment.sponsors)
        members = self.contested.get(amendment.passage, ())
        rivals = [name for name in members if own.isdisjoint(self.sponsors[name])]
        if rivals:
            named = ", ".join(f"{rival} ({', '.join(self.sponsors[rival])})" for rival in rivals)
            said.append(f"contested with {named}")
        if amendment.carried:
            said.append(f"stands over from {amendment.origin} ({', '.join(amendment.carried)})")
        return "; ".join(said)

    def _resulting(self, amendment: Amendment, ruling: Ruling | None) -> str:
        if self.resulting is None:
            return ""
        text = ruling.text if ruling else ""
        return settled(amendment.operation, self.places, self.resulting, text)


def type_of(amendment: Amendment, words: Wording, places: Places) -> Type:
    """The line's type by the rule of ``TYPES``."""
    if amendment.typographic:
        return "typographic"
    operation = amendment.operation
    if isinstance(operation, Replace):
        paragraph = places.paragraph(operation.block)
        old = paragraph.text[operation.start : operation.end] if paragraph else ""
        new = operation.fragment.text
        if OBJECT in old + new:
            return "substantive"
        if old == new.replace(MARK, ""):
            return "technical"
        return "editorial" if _gist(old) == _gist(new) else "substantive"
    return "technical" if amendment.kind in _LAYOUT else "substantive"


def gives_reason(remark: Remark, amendment: Amendment) -> bool:
    """Whether a comment argues for an amendment: its own delegation's, on the words it changes."""
    if remark.sponsor not in amendment.sponsors or remark.block != _place(amendment):
        return False
    match amendment.operation:
        case Insert(node=node):
            return not remark.quoted or remark.quoted in readable(node)
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


def _gist(text: str) -> list[str]:
    words = [_spelling(word) for word in _WORD.findall(fold(text).casefold())]
    return [word for word in words if word not in _ARTICLES]


def _spelling(word: str) -> str:
    for pattern, usual in _SPELLINGS:
        word = pattern.sub(usual, word)
    return word
