"""What a person calls a change."""

from __future__ import annotations

from mufakat.change.amendment import (
    ChangeKind,
    Format,
    Insert,
    Join,
    Move,
    Operation,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.change.layout import Layout
from mufakat.text.document import OBJECT, Cell, Node, Row, Table
from mufakat.text.tokens import fold


def kind_of(operation: Operation, where: Layout) -> ChangeKind:
    """What a person calls the change."""
    match operation:
        case Replace():
            return "typographic" if _typographic(operation, where) else _words(operation)
        case Insert():
            return _named("new", operation.node)
        case Remove():
            return _named("deleted", where.nodes[operation.block])
        case Join():
            return "join"
        case Restyle():
            return "restyle"
        case Move():
            return "move"
        case Format():
            return "formatting"
        case Reshape():
            return "table layout"


def _typographic(operation: Replace, where: Layout) -> bool:
    """Whether the words stay and only quotes, dashes, spaces and the like differ."""
    if operation.fragment.styles:
        return False
    base = where.paragraph(operation.block)
    assert base is not None
    old, new = base.text[operation.start : operation.end], operation.fragment.text
    if OBJECT in old + new:
        return False
    if (old + new).isspace() and not (old and new):
        around = base.text[operation.start - 1 : operation.start], base.text[operation.end :][:1]
        return not all(side.isalnum() for side in around)  # "on line" is not "online"
    return fold(old) == fold(new)


def _words(operation: Replace) -> ChangeKind:
    if operation.fragment.styles:
        return "split"
    if operation.start == operation.end:
        return "insertion"
    return "replacement" if operation.fragment.text else "deletion"


def _named(what: str, node: Node) -> ChangeKind:
    if isinstance(node, Row):
        return "new row" if what == "new" else "deleted row"
    if isinstance(node, Cell):
        return "new column cell" if what == "new" else "deleted column cell"
    if isinstance(node, Table):
        return "new table" if what == "new" else "deleted table"
    return "new paragraph" if what == "new" else "deleted paragraph"
