"""A merge as a few lines that a person can check: what ``expected.txt`` holds.

Places are the ids that one sees in ``base.md``; changed words are shown as in ``git diff
--word-diff``, so that every space can be seen. No id that the merge makes of its own is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tests.corpus.shown import (
    beginning,
    cut,
    ending,
    lines_of,
    marks,
    new_words,
    shortened,
    style_name,
    text_of,
)

from mufakat.change.amendment import (
    Amendment,
    Format,
    Insert,
    Join,
    Merge,
    Move,
    Operation,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.change.layout import Layout, layout
from mufakat.change.show.compilation import compilation
from mufakat.text.document import Node, Paragraph, Row
from mufakat.text.numbering import labels


def golden(merged: Merge) -> str:
    """The merge as its ``expected.txt``."""
    groups = [*_passages(merged), *_proposals(merged), *_orders(merged)]
    parts = [amendments(merged), groups, _compiled(merged)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def amendments(merged: Merge) -> list[str]:
    """A line for each amendment, numbered in reading order."""
    letters = {passage.id: _letter(n) for n, passage in enumerate(merged.passages)}
    where = layout(merged.base)
    lines = []
    for n, amendment in enumerate(merged.amendments, 1):
        line = f"{n}. {', '.join(amendment.sponsors)}: {describe(amendment, where)}"
        if amendment.typographic and amendment.kind != "typographic":
            line += " (typographic)"
        for typed in amendment.typed:
            line += f" ({typed.sponsor}: {_typed(typed.operation, where)})"
        if amendment.carried:
            line += f" (stands over: {', '.join(amendment.carried)})"
        if amendment.passage:
            line += f" (passage {letters[amendment.passage]})"
        lines.append(line)
    return lines or ["Nothing is proposed."]


def _letter(n: int) -> str:
    return chr(ord("A") + n) if n < 26 else f"{chr(ord('A') + n // 26 - 1)}{_letter(n % 26)}"


def _passages(merged: Merge) -> list[str]:
    numbers = {amendment.id: str(n) for n, amendment in enumerate(merged.amendments, 1)}
    return [
        f"Passage {_letter(n)} ({', '.join(block or 'start' for block in passage.blocks)}): "
        + " or ".join(numbers[ident] for ident in passage.amendments)
        for n, passage in enumerate(merged.passages)
    ]


def _proposals(merged: Merge) -> list[str]:
    numbers = {amendment.id: str(n) for n, amendment in enumerate(merged.amendments, 1)}
    return [
        f"One proposal, {proposal.kind}: {', '.join(numbers[i] for i in proposal.amendments)}"
        for proposal in merged.proposals
    ]


def _orders(merged: Merge) -> list[str]:
    """Where a delegation has what is put in at one gap in another order than it is listed in."""
    gaps: dict[object, list[tuple[int, Amendment]]] = defaultdict(list)
    for n, amendment in enumerate(merged.amendments, 1):
        op = amendment.operation
        if isinstance(op, Insert | Move):
            gaps[op.parent, op.after].append((n, amendment))
        elif isinstance(op, Replace) and op.start == op.end:
            gaps[op.block, op.start].append((n, amendment))
    return [
        f"Order of {state}: {', '.join(map(str, own))}"
        for listed in gaps.values()
        for state in merged.states
        if (own := _own_order(listed, state)) != sorted(own)
    ]


def _own_order(listed: Sequence[tuple[int, Amendment]], state: str) -> list[int]:
    own = [(a.ranks[a.sponsors.index(state)], n) for n, a in listed if state in a.own]
    return [n for _, n in sorted(own)]


# -- one amendment -----------------------------------------------------------------------------


def describe(amendment: Amendment, where: Layout) -> str:
    """The kind, the place, and the words of an amendment."""
    return f"{amendment.kind} {_change(amendment.operation, where)}"


def _change(operation: Operation, where: Layout) -> str:
    match operation:
        case Replace():
            return f"in {operation.block}: {_words(operation, where)}"
        case Format(block, start, end, mark, value, on):
            words = cut(_paragraph(block, where), start, end)
            link = f" to {value}" if value else ""
            return f"in {block}: “{words}” {'' if on else 'not '}{mark}{link}"
        case Join(block):
            follower = where.nodes.get(where.following.get(block, ""))
            into = shortened(follower) if follower else "nothing"
            return f"of {block}: {ending(text_of(where.nodes[block]))} runs on into {into}"
        case Restyle(block, style, tail):
            part = ", its last part" if tail else ""
            return f"of {block}{part}: {shortened(where.nodes[block])} becomes {style_name(style)}"
        case Insert(parent, after, node, nth):
            again = ", once more" if nth else ""
            return f"{_gap(parent, after)}{again}{_kind(node)}: {text_of(node)}"
        case Remove(block):
            return f"{block}: {shortened(where.nodes[block])}"
        case Move(block, parent, after):
            return f"of {block} to {_gap(parent, after)}: {shortened(where.nodes[block])}"
        case Reshape(block, span, continued, header):
            if isinstance(where.nodes[block], Row):
                return f"of {block}: {'a header' if header else 'no header'}"
            above = ", continues the cell above" if continued else ""
            return f"of {block}: {span} wide{above}"


def _typed(operation: Operation, where: Layout) -> str:
    """How a sponsor has typed the words."""
    if isinstance(operation, Replace):
        return _change_of_words(operation, where)
    return text_of(operation.node) if isinstance(operation, Insert) else _change(operation, where)


def _words(operation: Replace, where: Layout) -> str:
    block = _paragraph(operation.block, where)
    before = ending(cut(block, 0, operation.start, brief=True))
    after = beginning(cut(block, operation.end, len(block.text), brief=True))
    change = _change_of_words(operation, where)
    return f"{before}{change}{after}{marks(operation.fragment)}"


def _change_of_words(operation: Replace, where: Layout) -> str:
    block = _paragraph(operation.block, where)
    old = cut(block, operation.start, operation.end)
    new = new_words(operation.fragment, block.style)
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")


def _gap(parent: str, after: str) -> str:
    inside = f" in {parent}" if parent else ""
    return f"after {after}{inside}" if after else f"at the start{inside}"


def _kind(node: Node) -> str:
    if isinstance(node, Paragraph):
        return f", {style_name(node.style)}"
    return ", a header" if isinstance(node, Row) and node.header else ""


def _paragraph(ident: str, where: Layout) -> Paragraph:
    found = where.paragraph(ident)
    assert found is not None
    return found


# -- the compilation text -----------------------------------------------------------------------


def _compiled(merged: Merge) -> list[str]:
    """The lines of the compilation text that the base does not have."""
    numbers = labels(merged.base)
    known = set(lines_of(merged.base.body, numbers))
    new = [line for line in lines_of(compilation(merged).body, numbers) if line not in known]
    return ["Compilation:", *new] if new else []
