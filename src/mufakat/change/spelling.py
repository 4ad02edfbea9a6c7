"""The same proposal however it was typed: what an operation means, and who typed it in which way.

Two delegations that put in the same words, the one with a second space, a curly quotation mark, in
bold or with a space on the other side of a deleted word, propose the same. Each one's own typing is
kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from mufakat.change.amendment import Amendment, Fragment, Insert, Operation, Replace
from mufakat.change.layout import Layout
from mufakat.text.document import BREAK, MARK, Cell, Node, Paragraph, Row
from mufakat.text.tokens import fold

Ranks = dict[Operation, dict[str, int]]
"""Who proposes each operation, and where it stands in each one's script."""


def same(
    given: Ranks, standing: Container[Operation], turns: Mapping[str, int], where: Layout
) -> Iterator[tuple[Operation, Operation, Ranks]]:
    """The operations at one place that mean the same: their meaning, the one to show, and all.

    Shown is what stands over, or what most have typed, or what bears marks, or what is typed
    plainly, or else the first in the roster. Two operations of one delegation, or that stand over,
    are never taken for the same.
    """
    groups: dict[Operation, list[Operation]] = defaultdict(list)
    for operation in given:
        groups[meant(operation, where)].append(operation)
    for meaning, operations in groups.items():
        if len(operations) == 1:
            yield meaning, operations[0], {operations[0]: given[operations[0]]}
            continue
        states = [state for operation in operations for state in given[operation]]
        if len(set(states)) < len(states) or sum(op in standing for op in operations) > 1:
            for operation in operations:
                yield operation, operation, {operation: given[operation]}
        else:
            shown = min(operations, key=lambda op: _turn(op, given[op], standing, turns))
            yield meaning, shown, {operation: given[operation] for operation in operations}


def _turn(
    operation: Operation,
    states: Mapping[str, int],
    standing: Container[Operation],
    turns: Mapping[str, int],
) -> tuple[bool, int, bool, bool, int, str]:
    first = min((turns[state] for state in states), default=len(turns))
    marked = isinstance(operation, Replace) and bool(operation.fragment.spans)
    marked = marked or (
        isinstance(operation, Insert) and bool(getattr(operation.node, "spans", ()))
    )
    untidy = isinstance(operation, Replace) and operation.fragment.text != fold(
        operation.fragment.text
    )
    return operation not in standing, -len(states), not marked, untidy, first, repr(operation)


def spellings(amendment: Amendment) -> tuple[Amendment, ...]:
    """The amendment as each of those who lodged it has typed it, with those who typed it so."""
    if not amendment.typed:
        return (amendment,)
    own = {one.sponsor: one.operation for one in amendment.typed}
    held: dict[Operation, list[tuple[str, int]]] = defaultdict(list)
    for state, rank in zip(amendment.sponsors, amendment.ranks, strict=True):
        held[own.get(state, amendment.operation)].append((state, rank))
    return tuple(
        replace(
            amendment,
            id=f"{amendment.id}{f'~{n}' if n else ''}",
            operation=operation,
            sponsors=tuple(state for state, _ in ranks),
            ranks=tuple(rank for _, rank in ranks),
            typed=(),
        )
        for n, (operation, ranks) in enumerate(held.items())
    )


def meant(operation: Operation, where: Layout) -> Operation:
    """The operation as it would read with everything typed in the one plain way.

    Words with links or notes in them are left as they are, and so is what has no word in it.
    """
    if isinstance(operation, Replace):
        return _words(operation, where)
    if isinstance(operation, Insert):
        return replace(operation, node=_node(operation.node))
    return operation


def _words(operation: Replace, where: Layout) -> Replace:
    fragment, base = operation.fragment, where.paragraph(operation.block)
    if base is None or not _is_plain(fragment):
        return operation
    start, end = operation.start, operation.end
    if not any(map(str.isalnum, base.text[start:end] + fragment.text)):
        return operation
    while start < end and _is_space(base.text[start]):
        start += 1
    while start < end and _is_space(base.text[end - 1]):
        end -= 1
    if start == end:
        while end < len(base.text) and _is_space(base.text[end]):
            end += 1
        start = end
    text = _plain(fragment.text)
    if (start, end, text) == (operation.start, operation.end, fragment.text) and not fragment.spans:
        return operation
    return Replace(operation.block, start, end, Fragment(text, styles=fragment.styles))


def _is_plain(words: Fragment | Paragraph) -> bool:
    """Whether there is nothing on or in the words but marks such as bold."""
    return not words.anchors and all(span.mark != "link" for span in words.spans)


def _is_space(character: str) -> bool:
    return character.isspace() and character != BREAK


def _plain(text: str) -> str:
    return MARK.join(fold(piece).strip() for piece in text.split(MARK))


def _node(node: Node) -> Node:
    if isinstance(node, Paragraph):
        return Paragraph("", _plain(node.text), node.style) if _is_plain(node) else node
    if isinstance(node, Cell):
        return replace(
            node,
            blocks=tuple(
                b for block in node.blocks if not isinstance(b := _node(block), Row | Cell)
            ),
        )
    if isinstance(node, Row):
        return replace(
            node, cells=tuple(c for cell in node.cells if isinstance(c := _node(cell), Cell))
        )
    return replace(node, rows=tuple(r for row in node.rows if isinstance(r := _node(row), Row)))
