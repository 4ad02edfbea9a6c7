"""Where everything stands in a base: what holds what, what follows what, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mufakat.change.amendment import Format, Insert, Join, Operation, Replace
from mufakat.text.document import Cell, Document, Node, Note, Paragraph, Row, Table
from mufakat.text.kept import kept


@dataclass(frozen=True, slots=True)
class Layout:
    """Maps over a base's nodes by id.

    ``first`` and ``last`` number the nodes in reading order: a node's own number, and that of the
    last thing inside it. ``parent`` is the container's id (``""`` the body); a note is contained
    by the paragraph that refers to it, at ``offset`` in its text.
    """

    nodes: dict[str, Node]
    parent: dict[str, str]
    following: dict[str, str]
    first: dict[str, int]
    last: dict[str, int]
    offset: dict[str, int]

    def holders(self, ident: str) -> Iterator[str]:
        """The containers around a node, innermost first, the body left out."""
        while ident := self.parent.get(ident, ""):
            yield ident

    def paragraph(self, ident: str) -> Paragraph | None:
        """The paragraph of that id, if it is one."""
        node = self.nodes.get(ident)
        return node if isinstance(node, Paragraph) else None


@kept
def layout(base: Document) -> Layout:
    """The base's layout; its nodes must have unique ids."""
    found = Layout({}, {}, {}, {}, {}, {})
    _Surveyor(found).container("", base.body)
    return found


class _Surveyor:
    def __init__(self, found: Layout) -> None:
        self.found = found
        self.count = 0

    def container(self, parent: str, nodes: Sequence[Node]) -> None:
        for node, after in zip(nodes, (*nodes, None)[1:], strict=True):
            self.found.nodes[node.id] = node
            self.found.parent[node.id] = parent
            if after is not None:
                self.found.following[node.id] = after.id
            self._enter(node.id)
            self._inside(node)
            self.found.last[node.id] = self.count

    def _enter(self, ident: str) -> None:
        self.count += 1
        self.found.first[ident] = self.count

    def _inside(self, node: Node) -> None:
        if isinstance(node, Table):
            self.container(node.id, node.rows)
        elif isinstance(node, Row):
            self.container(node.id, node.cells)
        elif isinstance(node, Cell):
            self.container(node.id, node.blocks)
        else:
            for anchor in node.anchors:
                if isinstance(anchor.object, Note):
                    self._note(node.id, anchor.offset, anchor.object)

    def _note(self, holder: str, offset: int, note: Note) -> None:
        self.found.parent[note.id] = holder
        self.found.offset[note.id] = offset
        self._enter(note.id)
        self.container(note.id, note.blocks)
        self.found.last[note.id] = self.count


def position(operation: Operation, where: Layout) -> tuple[int, int, int, int]:
    """A key that sorts operations as one reads.

    First what is done to a whole block, then its words by offset, its end, and what is new after.
    """
    if isinstance(operation, Insert):
        return where.last.get(operation.after) or where.first.get(operation.parent, 0), 3, 0, 0
    if isinstance(operation, Join):
        return where.last[operation.block], 2, 0, 0
    if isinstance(operation, Replace | Format):
        return where.first[operation.block], 1, operation.start, operation.end
    return where.first[operation.block], 0, 0, 0
