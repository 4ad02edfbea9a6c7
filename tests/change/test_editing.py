"""The negotiations that the laws are tried on hold everything that they are there for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import get_args

import pytest
from tests.change.dice import Dice
from tests.change.editing import BASE_BYTES, EDIT_BYTES, Negotiation, merged, negotiation
from tests.change.editing_noise import NOISES, Noise, noisy

from mufakat.change.amendment import Amendment, ChangeKind, ProposalKind
from mufakat.change.apply import index
from mufakat.text.document import (
    Cell,
    Document,
    Note,
    Opaque,
    Paragraph,
    Row,
    Table,
    paragraphs,
)
from mufakat.text.identity import identify, ids

COUNT = 1_500
KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
NEVER_CONTESTED = ("typographic", "formatting")


@cache
def sample() -> tuple[Negotiation, ...]:
    chance = Random(0)
    return tuple(
        negotiation(
            chance.randbytes(BASE_BYTES),
            [
                [chance.randbytes(EDIT_BYTES) for _ in range(chance.randint(1, 5))]
                for _ in range(chance.randint(2, 5))
            ],
        )
        for _ in range(COUNT)
    )


@cache
def amendments() -> tuple[Amendment, ...]:
    return tuple(amendment for n in sample() for amendment in merged(n).amendments)


@pytest.mark.parametrize("kind", get_args(ProposalKind))
def test_proposals_of_every_kind_are_made(kind: ProposalKind) -> None:
    assert any(proposal.kind == kind for n in sample() for proposal in merged(n).proposals)


@pytest.mark.parametrize("kind", KINDS)
def test_changes_of_every_kind_are_made_and_shared_and_contested(kind: ChangeKind) -> None:
    found = [amendment for amendment in amendments() if amendment.kind == kind]
    assert any(len(amendment.sponsors) > 1 for amendment in found)
    assert kind in NEVER_CONTESTED or any(amendment.passage for amendment in found)


def test_amendments_of_three_delegations_are_made() -> None:
    assert any(len(amendment.sponsors) > 2 for amendment in amendments())


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
def test_noise_of_every_kind_finds_something_in_the_words(noise: Noise) -> None:
    words = "“safe” don’t co-operation – née so on... the digital trust"
    dice = Dice(bytes((NOISES.index(noise), 0)))
    assert noisy(dice, Paragraph("", words)).text != words


def cells(text: Document) -> list[Cell]:
    return [node for node in index(identify(text)).values() if isinstance(node, Cell)]


def things(text: Document) -> list[Note | Opaque]:
    return [anchor.object for paragraph in paragraphs(text) for anchor in paragraph.anchors]


def holds(character: str) -> Callable[[Document], bool]:
    return lambda text: any(character in paragraph.text for paragraph in paragraphs(text))


TEXTS: dict[str, Callable[[Document], bool]] = {
    "nothing left": lambda text: not text.body,
    "no ids": lambda text: bool(text.body) and not any(ids(text)),
    "an empty paragraph": lambda text: any(not p.text for p in paragraphs(text)),
    "a paragraph twice": lambda text: len(set(text.body)) < len(text.body),
    "a note of two paragraphs": lambda text: any(
        isinstance(thing, Note) and len(thing.blocks) > 1 for thing in things(text)
    ),
    "an endnote": lambda text: any(
        isinstance(thing, Note) and thing.kind == "endnote" for thing in things(text)
    ),
    "an image": lambda text: any(isinstance(thing, Opaque) for thing in things(text)),
    "a link": lambda text: any(s.mark == "link" for p in paragraphs(text) for s in p.spans),
    "a table in a cell": lambda text: any(
        isinstance(block, Table) for cell in cells(text) for block in cell.blocks
    ),
    "two paragraphs in a cell": lambda text: any(
        sum(isinstance(block, Paragraph) for block in cell.blocks) > 1 for cell in cells(text)
    ),
    "a cell over two columns": lambda text: any(cell.span > 1 for cell in cells(text)),
    "a cell over two rows": lambda text: any(cell.continued for cell in cells(text)),
    "a header row": lambda text: any(
        isinstance(node, Row) and node.header for node in index(identify(text)).values()
    ),
    "a numbered heading": holds("Article R132-4"),
    "a line break": holds("\n"),
    "a tab": holds("\t"),
    "Thai": holds("ไทย"),
    "Lao": holds("ລາວ"),
    "Khmer": holds("កម្ពុជា"),
    "Burmese": holds("မြန်မာ"),
    "Vietnamese, decomposed": holds("Vie\u0323\u0302t"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_submitted_texts_hold(what: str) -> None:
    assert any(TEXTS[what](text) for n in sample() for text in n.texts.values())


def test_some_texts_come_back_unchanged() -> None:
    assert any(text == n.base for n in sample() for text in n.texts.values())
