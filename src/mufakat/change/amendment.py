"""One textual change against a draft, said in the draft's own coordinates, and who proposes it.

Every operation names its place in the base: a block's id and code-point offsets in that block's
text, or the gap after a block inside a container. Equal operations are the same proposal: that is
what makes co-sponsors. Nodes and notes inside an operation carry no ids (``""``), so that two
delegations' new paragraphs compare equal when their words are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mufakat.text.document import Anchor, Document, Node, Span, Style


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words to be put in: text whose ``MARK`` characters end paragraphs, one style for each."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    styles: tuple[Style, ...] = ()


@dataclass(frozen=True, slots=True)
class Replace:
    """Puts ``fragment`` in the place of ``[start, end)``, a gap if the two are equal."""

    block: str
    start: int
    end: int
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Join:
    """Takes away a paragraph's mark: it runs on into the block that follows."""

    block: str


@dataclass(frozen=True, slots=True)
class Restyle:
    """Replaces a paragraph's mark by one of another style.

    ``tail``: the same delegation also split the paragraph, so it is the last part that is meant.
    """

    block: str
    style: Style
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Insert:
    """Puts a new block, row or cell into ``parent`` (``""`` is the body) after ``after``.

    ``after`` is ``""`` at the container's start. ``nth`` tells one delegation's equal insertions
    at one gap apart, counting from 0.
    """

    parent: str
    after: str
    node: Node
    nth: int = 0

    @property
    def block(self) -> str:
        """What it is found at, as every other operation is at the block that it changes."""
        return self.after or self.parent


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes a whole paragraph, table, row or cell away."""

    block: str


@dataclass(frozen=True, slots=True)
class Move:
    """Takes a block, as it stands and with all edits of it, to the gap after ``after``."""

    block: str
    parent: str
    after: str


@dataclass(frozen=True, slots=True)
class Format:
    """Sets or clears one mark over ``[start, end)`` of a paragraph's kept words."""

    block: str
    start: int
    end: int
    mark: str
    value: str
    on: bool


@dataclass(frozen=True, slots=True)
class Reshape:
    """Gives a cell another width or merge, or a row another role as header."""

    block: str
    span: int = 1
    continued: bool = False
    header: bool = False


Operation = Replace | Join | Restyle | Insert | Remove | Move | Format | Reshape
Script = tuple[Operation, ...]
"""What one delegation changed, in its own order (which is what orders its words at one gap)."""

ChangeKind = Literal[
    "insertion",
    "deletion",
    "replacement",
    "split",
    "join",
    "restyle",
    "new paragraph",
    "deleted paragraph",
    "move",
    "new row",
    "deleted row",
    "new column cell",
    "deleted column cell",
    "new table",
    "deleted table",
    "formatting",
    "table layout",
    "typographic",
]
ProposalKind = Literal[
    "new column", "deleted column", "merged cells", "renumbering", "join", "brackets"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal that stands over: the amendment that it was, and all its sponsors."""

    origin: str
    sponsors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """An operation as one delegation has typed it: with other quotes, spaces or marks."""

    sponsor: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Amendment:
    """An operation with everyone who proposes it.

    ``id`` is stable and readable (``p12.2``: the second amendment to paragraph p12).
    ``sponsors`` are in roster order; ``ranks`` gives for each the operation's place in its script.
    ``passage`` is the id of the contested passage it belongs to, or empty; ``proposal`` that of the
    proposal it is a part of, where it does not stand alone.
    ``typed`` holds the sponsors that have typed the same words in another way than ``operation``.
    ``typographic``: only quotes, dashes, spaces and the like differ; never contested.
    ``carried`` are those of the sponsors who did not lodge it in this round, as the others,
    ``own``, did: their proposals stand over from an earlier one; ``standing`` says which.
    """

    id: str
    operation: Operation
    kind: ChangeKind
    sponsors: tuple[str, ...]
    ranks: tuple[int, ...]
    passage: str = ""
    typographic: bool = False
    carried: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    proposal: str = ""
    typed: tuple[Typed, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The sponsors that lodged the amendment in this round."""
        return (
            tuple(s for s in self.sponsors if s not in self.carried)
            if self.carried
            else self.sponsors
        )

    def as_typed(self, state: str) -> Operation:
        """The operation as this sponsor has typed it."""
        return next((one.operation for one in self.typed if one.sponsor == state), self.operation)


@dataclass(frozen=True, slots=True)
class Carried:
    """A proposal that the chair deferred, said against the draft that followed."""

    origin: str
    sponsors: tuple[str, ...]
    script: Script


@dataclass(frozen=True, slots=True)
class Passage:
    """Amendments that lay claim to the same words or the same place: for the chair to rule on."""

    id: str
    amendments: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Amendments of the same sponsors that stand or fall together, as a new column's cells do.

    ``id`` is that of the first of them in reading order.
    """

    id: str
    kind: ProposalKind
    amendments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words from ``start`` in a text's paragraph ``first`` to ``end`` in its paragraph ``last``.

    Paragraphs are counted from 0 as one reads, with those in cells and notes.
    """

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A delegation's comment, on ``[start, end)`` of a base paragraph (``block`` may be empty).

    ``last``: it runs on to ``stop`` in that later base paragraph. Words count also where its
    sponsor deletes them; where they are all of its own making, only the place is given. ``own`` are
    the words as they stand in the text that its sponsor submitted. ``resolved``: its sponsor had
    settled it before.
    """

    id: str
    sponsor: str
    text: str
    block: str = ""
    start: int = 0
    end: int = 0
    quoted: str = ""
    parent: str = ""
    date: str = ""
    last: str = ""
    stop: int = 0
    own: Stretch | None = None
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Every delegation's changes against one base, attributed, nothing decided.

    ``states`` are all that lodged, in roster order; amendments, passages and proposals are in
    reading order. ``proposals`` holds those of more than one amendment only: any other amendment is
    a proposal by itself.
    """

    base: Document
    states: tuple[str, ...]
    amendments: tuple[Amendment, ...] = ()
    passages: tuple[Passage, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    remarks: tuple[Remark, ...] = ()
