"""Negotiations for the laws to be tried on: a small base and what delegations make of it.

Few words, so that texts repeat themselves; edits of every kind the merge knows, mixed and nested.
Everything is chosen by dice (``dice.py``), for drawing each choice from Hypothesis takes its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from tests.change.dice import Dice
from tests.change.editing_blocks import ARTICLE, STYLES, edited
from tests.change.editing_tables import new_table, table_edited
from tests.change.editing_words import sentence, words_edited

from mufakat.change.amendment import Merge, Script
from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge
from mufakat.text.document import Block, Document, Paragraph
from mufakat.text.identity import identify

STATES = ("BRN", "KHM", "IDN", "LAO", "MYS")
BASE_BYTES, EDIT_BYTES = 96, 32


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A base and each delegation's text."""

    base: Document
    texts: dict[str, Document]


def lodged(negotiation: Negotiation) -> dict[str, Script]:
    """What each delegation changed."""
    return {state: diff(negotiation.base, text) for state, text in negotiation.texts.items()}


def merged(negotiation: Negotiation) -> Merge:
    """All that the delegations changed, brought together."""
    return merge(negotiation.base, lodged(negotiation), STATES)


def negotiations(most: int = 5) -> st.SearchStrategy[Negotiation]:
    """A base and two to ``most`` submissions, each of up to four edits."""
    edit = st.binary(min_size=EDIT_BYTES, max_size=EDIT_BYTES)
    submission = st.lists(edit, min_size=1, max_size=5)
    return st.builds(
        negotiation,
        st.binary(min_size=BASE_BYTES, max_size=BASE_BYTES),
        st.lists(submission, min_size=2, max_size=most),
    )


def negotiation(base: bytes, submissions: Sequence[Sequence[bytes]]) -> Negotiation:
    """The negotiation that these bytes stand for: the base's, and for each text its edits'."""
    made = Negotiation(new_base(Dice(base)), {})
    states = list(STATES)
    for first, *edits in submissions:
        dice = Dice(first)
        text = made.base
        if dice.seldom(3) and made.texts:
            text = made.texts[dice.pick(sorted(made.texts))]  # so that edits are shared
        for edit in edits:
            text = Document(edited(Dice(edit), text.body))
        made.texts[states.pop(dice.below(len(states)))] = _returned(dice, text)
    return made


def new_base(dice: Dice) -> Document:
    """A base of up to six blocks, every node with an id."""
    body: list[Block] = []
    for n in range(dice.pick((1, 1, 2, 2, 3, 3, 4, 6))):
        body.append(dice.pick(body) if body and dice.seldom(8) else _new_block(dice, n))
    return identify(Document(tuple(replace(block, id="") for block in body)))


def _new_block(dice: Dice, n: int) -> Block:
    kind = dice.pick(("text", "text", "table", "sentences", "table", "table", "heading", "empty"))
    if kind == "table":
        table = new_table(dice)
        return table_edited(dice, table, edited) if dice.below(2) else table
    if kind == "heading":
        return Paragraph("", f"{ARTICLE}{n + 3}", STYLES[-1])
    text = "" if kind == "empty" else sentence(dice)
    if kind == "sentences":
        text = " ".join((text, *(sentence(dice) for _ in range(dice.between(1, 2)))))
    block = Paragraph("", text, dice.pick(STYLES))
    return words_edited(dice, block) if dice.seldom(3) else block


def _returned(dice: Dice, text: Document) -> Document:
    """The text as it comes back: some programs lose all ids, some a few."""
    lost = dice.pick(("none", "none", "none", "all", "some"))
    if lost == "all":
        return bare(text)
    if lost == "some":
        nth = dice.between(2, 3)
        body = (replace(b, id="") if n % nth == 0 else b for n, b in enumerate(text.body))
        return Document(tuple(body))
    return text
