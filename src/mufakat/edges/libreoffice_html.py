"""What LibreOffice writes as HTML, made into the tree that pandoc makes of other formats.

It keeps the bookmarks of an issued file as anchors and its properties as meta elements. A note is
a link to a division at the end, whose words begin with a link back; headers and footers are
divisions of that title. Words begin on a line of their own behind an anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mufakat.edges.pandoc_inline import Tree
from mufakat.text.document import NoteKind

_NOTE = re.compile(r"sd(?:foot|end)note[0-9]{1,6}")
_BREAKS = ("Space", "SoftBreak")


def properties(tree: Tree) -> dict[str, str]:
    """The page's meta elements of one line."""
    return {
        name: "".join(_words(held["c"]))
        for name, held in tree.get("meta", {}).items()
        if held["t"] == "MetaInlines"
    }


def is_libreoffice(said: Mapping[str, str]) -> bool:
    """Whether a page with these meta elements was written by LibreOffice."""
    return said.get("generator", "").startswith("LibreOffice")


def as_text(tree: Tree) -> tuple[Tree, tuple[NoteKind, ...]]:
    """The tree without headers and footers, with its notes in their places, and their kinds."""
    kept, notes = list[Tree](), dict[str, list[Tree]]()
    for block in tree["blocks"]:
        ident, title = _division(block)
        if _NOTE.fullmatch(ident):
            notes[ident] = block["c"][1]
        elif title not in ("header", "footer"):
            kept.append(block)
    walk = _Walk(notes)
    return tree | {"blocks": walk.changed(kept)}, tuple(walk.kinds)


class _Walk:
    """Puts the notes where they are referred to, each once, and takes breaks off the beginnings."""

    def __init__(self, notes: dict[str, list[Tree]]) -> None:
        self._notes = notes
        self.kinds: list[NoteKind] = []

    def changed(self, tree: Tree) -> Tree:
        if isinstance(tree, list):
            return [self.changed(one) for one in tree]
        if not isinstance(tree, dict):
            return tree
        if tree.get("t") == "Link" and (note := self._note(tree)) is not None:
            return note
        if "c" not in tree:
            return tree
        held = self.changed(tree["c"])
        if tree["t"] in ("Para", "Plain"):
            held = _begun(held)
        elif tree["t"] == "Header":
            held = [*held[:2], _begun(held[2])]
        return tree | {"c": held}

    def _note(self, link: Tree) -> Tree | None:
        (ident, _, _), _, (target, _) = link["c"]
        name = ident.removesuffix("anc")
        if target != f"#{name}sym" or name not in self._notes:
            return None
        self.kinds.append("endnote" if name.startswith("sdend") else "footnote")
        blocks = self.changed(_without_link_back(self._notes.pop(name), f"#{name}anc"))
        return {"t": "Note", "c": blocks}


def _division(block: Tree) -> tuple[str, str]:
    if block["t"] != "Div":
        return "", ""
    ident, _, attributes = block["c"][0]
    return ident, dict(attributes).get("title", "")


def _without_link_back(blocks: list[Tree], target: str) -> list[Tree]:
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            held = [i for i in block["c"] if i["t"] != "Link" or i["c"][2][0] != target]
            return [block | {"c": held}, *blocks[1:]]
    return blocks


def _begun(inlines: list[Tree]) -> list[Tree]:
    """Words without a break before the first of them: anchors may stand there."""
    at = 0
    while at < len(inlines) and inlines[at]["t"] == "Span" and not inlines[at]["c"][1]:
        at += 1
    end = at
    while end < len(inlines) and inlines[end]["t"] in _BREAKS:
        end += 1
    return [*inlines[:at], *inlines[end:]]


def _words(inlines: list[Tree]) -> Iterator[str]:
    for one in inlines:
        yield one["c"] if one["t"] == "Str" else " "
