"""The words that stand where a proposal applied, once the chair has ruled."""

from __future__ import annotations

from mufakat.change.amendment import Insert, Operation, Replace
from mufakat.procedure.excerpt import (
    CONTEXT,
    beginning,
    brief,
    cut,
    ending,
    opening,
    readable,
)
from mufakat.procedure.place import Places
from mufakat.text.document import Document, Paragraph

_ENDING = 15


def settled(
    operation: Operation, base: Document | Places, resulting: Document | Places, text: str = ""
) -> str:
    """The words that stand where the operation applies once the chair has ruled.

    Cut between the words around the place where those still stand, else the whole paragraph;
    ``"(deleted)"`` where the paragraph is gone. A new block is looked for by its words, or by the
    chair's own ``text`` for it; ``""`` if it did not come in.
    """
    before = base if isinstance(base, Places) else Places.of(base)
    after = resulting if isinstance(resulting, Places) else Places.of(resulting)
    if isinstance(operation, Insert):
        words = text or readable(operation.node)
        found = any(readable(node) == words for node in after.nodes.values())
        return words if found else ""
    old = before.paragraph(operation.block)
    node = after.nodes.get(operation.block)
    if node is None:
        return _run_on(old, before, after) or "(deleted)"
    if isinstance(operation, Replace) and old and isinstance(node, Paragraph):
        return _window(old, operation, brief(node))
    return opening(brief(node)).text


def _run_on(old: Paragraph | None, before: Places, after: Places) -> str:
    """Where a paragraph's last words stand that has run on into the next one; empty if nowhere."""
    follower = before.following.get(old.id) if old else None
    node = after.nodes.get(follower.id) if follower else None
    if old is None or node is None:
        return ""
    last = cut(old.text, old.anchors, brief=True).rstrip()[-_ENDING:]
    words = brief(node)
    at = words.find(last) + len(last)
    return ending(words[:at]) + beginning(words[at:]) if last and last in words else ""


def _window(old: Paragraph, operation: Replace, new: str) -> str:
    """The part of ``new`` between the words that stood around the operation's place."""
    head = cut(old.text, old.anchors, 0, operation.start, brief=True)
    tail = cut(old.text, old.anchors, operation.end, brief=True)
    for length in (CONTEXT, 30, 15):
        left, right = head[-length:], tail[:length]
        begin = new.find(left) if left else 0
        if begin < 0 or (left and new.count(left) > 1):
            continue
        start = begin + len(left)
        end = new.find(right, start) if right else len(new)
        if end >= 0 and (not right or new.count(right) == 1):
            return ending(new[:start]) + new[start:end] + beginning(new[end:])
    return new
