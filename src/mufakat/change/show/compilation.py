"""The compilation text: the draft with every proposal in brackets, attributed, nothing decided.

It is set as negotiators are used to: ``[SGP, THA propose: ...]`` after the words in question, one
word bracketed where one word is contested, the distinct variants one after the other where
proposals overlap; a new paragraph takes its predecessor's number with *bis*, *ter*, a rival one
*alt*; remarks are footnotes. Purely typographic and formatting changes stay in the matrix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mufakat.change.amendment import (
    Amendment,
    Fragment,
    Insert,
    Join,
    Merge,
    Move,
    Remove,
    Replace,
    Restyle,
)
from mufakat.change.apply import index
from mufakat.change.fragment import cut, paragraph, part
from mufakat.change.layout import layout
from mufakat.change.show.brackets import (
    PROPOSED,
    STRUCK,
    clusters,
    contested,
    plain,
    propose,
    quoted,
    reordered,
    said,
    spaces,
    variant,
    wishes,
    with_role,
)
from mufakat.change.show.compiled_remarks import Remarks
from mufakat.change.show.compiled_table import TableCompiler
from mufakat.change.show.said_once import SaidOnce
from mufakat.text.document import Anchor, Block, Document, Note, Paragraph, Style, Table
from mufakat.text.numbering import labels
from mufakat.text.rectangle import squared

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


def compilation(merged: Merge, positions: Mapping[str, str] | None = None) -> Document:
    """The compilation text of a merge; its role marks are those named in ``brackets``.

    ``positions`` are phrases by proposal, such as ``VNM opposes``.
    """
    compiler = _Compiler(merged, positions)
    body = compiler.container("", merged.base.body)
    head = [plain(said(f"[{r.sponsor}: {r.text}]")) for r in compiler.remarks.nowhere]
    return squared(Document((*head, *body)))


class _Compiler:
    """Compiles paragraphs, and asks a ``TableCompiler`` for tables."""

    def __init__(self, merged: Merge, positions: Mapping[str, str] | None) -> None:
        where = layout(merged.base)
        self.states = merged.states
        self.nodes = index(merged.base)
        self.labels = labels(merged.base)
        self.remarks = Remarks(merged, where)
        self.once = SaidOnce(merged, where, positions)
        self.at: dict[str, list[Amendment]] = defaultdict(list)
        self.gaps: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
        self.put_in: dict[tuple[str, int], list[Amendment]] = defaultdict(list)
        for amendment in merged.amendments:
            op = amendment.operation
            if self.once.silent(amendment):
                continue
            if isinstance(op, Insert | Move):
                self.gaps[op.parent, op.after].append(amendment)
            if isinstance(op, Replace) and op.start == op.end:
                self.put_in[op.block, op.start].append(amendment)
            if not isinstance(op, Insert) and not amendment.typographic:
                self.at[op.block].append(amendment)
        self.tables = TableCompiler(self)

    def container(self, parent: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """A container's blocks, with what is new among them."""
        out = self._new(parent, "")
        for block in blocks:
            if isinstance(block, Table):
                out += self.tables.table(block)
            else:
                out.append(self._paragraph(block))
            out += self._new(parent, block.id)
        return tuple(out)

    # -- what is new at a gap ----------------------------------------------------------------

    def _new(self, parent: str, after: str) -> list[Block]:
        out: list[Block] = []
        numbers = _Numbers(self.labels.get(after, ""))
        for amendment in self.gaps.get((parent, after), ()):
            op, who = amendment.operation, self.once.who(amendment)
            notes = self.remarks.on(amendment)
            if isinstance(op, Move):
                out.append(plain(said(f"[{who} to place {self._named(op.block)} here]")))
            elif isinstance(op, Insert) and isinstance(op.node, Paragraph):
                label = said(numbers.next(amendment))
                words = with_role(cut(op.node, 0, len(op.node.text)), PROPOSED)
                what = "new heading" if op.node.style.kind == "heading" else "new paragraph"
                new = plain(label, said(f"[{who} a {what}: "), words, *notes, said("]"))
                out.append(contested(new) if amendment.passage else new)
            elif isinstance(op, Insert) and isinstance(op.node, Table):
                out += [plain(said(f"[{who} a new table:]"), *notes), op.node]
        states = reordered(self.gaps.get((parent, after), ()), self.states)
        return [*out, plain(said(f"[{propose(states)} another order]"))] if states else out

    def _named(self, ident: str) -> str:
        label = self.labels.get(ident, "").rstrip(".")
        if label:
            return f"paragraph {label}"
        node = self.nodes[ident]
        if isinstance(node, Paragraph):
            return f"“{node.text[:40].rstrip()}…”" if len(node.text) > 40 else f"“{node.text}”"
        return "the table" if isinstance(node, Table) else "the row"

    # -- one paragraph -----------------------------------------------------------------------

    def _paragraph(self, block: Paragraph) -> Paragraph:
        mine = self.at.get(block.id, ())
        before = [
            said(f"[{self.once.who(a)} to delete this paragraph] ")
            for a in mine
            if isinstance(a.operation, Remove)
        ]
        words = self._words(block, [a for a in mine if isinstance(a.operation, Replace)])
        after = [said(text) for a in mine if (text := self._about_the_whole(a))]
        if after and not (words and words[-1].text.endswith(" ")):
            words.append(said(" "))
        whole = paragraph(block.id, [*before, *words, *_apart(after)], block.style)
        return contested(whole) if any(a.passage for a in mine) else whole

    def _about_the_whole(self, amendment: Amendment) -> str:
        who, op = self.once.who(amendment), amendment.operation
        if isinstance(op, Join):
            return f"[{who} to join this paragraph with the next]"
        if isinstance(op, Restyle):
            what = "the last part" if op.tail else "this"
            return f"[{who} to make {what} a {_style_name(op.style)}]"
        if isinstance(op, Move):
            where = f"after {self._named(op.after)}" if op.after else "to the beginning"
            return f"[{who} to move this {where}]"
        return ""

    def _words(self, block: Paragraph, edits: Sequence[Amendment]) -> list[Fragment]:
        """Base words as they are, brackets where somebody would have others; remarks among them."""
        compiled = self._with_notes(block)
        notes = self.remarks.in_paragraph(block.id)
        out, at = [], 0
        for start, end, cluster in clusters(edits):
            out += notes.among(_piece(compiled, at, start), at)
            out += self._bracketed(block, _piece(compiled, start, end), (start, end), cluster)
            out += self._another_order(block.id, cluster)
            at = end
        out += notes.among(_piece(compiled, at, len(block.text)), at)
        return [piece for piece in (*out, *notes.rest()) if piece.text]

    def _with_notes(self, block: Paragraph) -> Paragraph:
        anchors = tuple(
            Anchor(a.offset, replace(n, blocks=self.container(n.id, n.blocks)))
            if isinstance(n := a.object, Note)
            else a
            for a in block.anchors
        )
        return replace(block, anchors=anchors)

    def _bracketed(
        self,
        block: Paragraph,
        words: Fragment,
        within: tuple[int, int],
        cluster: Sequence[Amendment],
    ) -> list[Fragment]:
        old = with_role(words, STRUCK)
        variants: dict[Fragment, list[str]] = defaultdict(list)
        wanted: dict[Fragment, list[Amendment]] = defaultdict(list)
        for names, own in wishes(cluster, self.states):
            new = variant(block, *within, [a.operation for a in own])
            variants[new] += [name for name in names if name not in variants[new]]
            wanted[new] += own
        out: list[Fragment] = []
        deleters = variants.pop(Fragment(), [])
        if deleters:
            lead = self.once.delete(deleters, wanted[Fragment()])
            notes = self._notes(wanted[Fragment()])
            out += [said(f"[{lead}: "), *quoted(old), *notes, said("]")]
        elif old.text.isspace():
            out.append(
                words
            )  # where white space makes room for a mark or a word, it reads as it is
        elif old.text:
            out += [said("["), old, said("]")]
        for new, states in variants.items():
            before, proposed, after = spaces(with_role(new, PROPOSED))
            if out and not before.text and not out[-1].text.endswith(" "):
                before = said(" ")
            lead = self.once.propose(states, wanted[new])
            notes = self._notes(wanted[new])
            out += [before, said(f"[{lead}: "), *quoted(proposed), *notes, said("]"), after]
            out = [piece for piece in out if piece.text]
        return out

    def _another_order(self, block: str, cluster: Sequence[Amendment]) -> list[Fragment]:
        """After the last of several insertions at one gap: who would have them in another order."""
        last, op = cluster[-1], cluster[-1].operation
        there = self.put_in.get((block, op.start), []) if isinstance(op, Replace) else []
        if len(cluster) > 1 or not there or there[-1] != last:
            return []
        states = reordered(there, self.states)
        return [said(f" [{propose(states)} another order]")] if states else []

    def _notes(self, amendments: Sequence[Amendment]) -> list[Fragment]:
        return [note for amendment in amendments for note in self.remarks.on(amendment)]


class _Numbers:
    """Numbers for new paragraphs at one gap: bis, ter ...; rivals are *alt* of one number."""

    def __init__(self, label: str) -> None:
        self.label = label.rstrip(".")
        self.used = 0
        self.passages: dict[str, str] = {}

    def next(self, amendment: Amendment) -> str:
        if not self.label:
            return ""
        if amendment.passage in self.passages:
            return f"{self.passages[amendment.passage]} alt. "
        name = _LATIN[min(self.used, len(_LATIN) - 1)]
        self.used += 1
        number = f"{self.label} {name}"
        if amendment.passage:
            self.passages[amendment.passage] = number
        return f"{number}. "


def _apart(notices: Sequence[Fragment]) -> list[Fragment]:
    """The notices with a space between them."""
    return [piece for n, notice in enumerate(notices) for piece in (said(" " * (n > 0)), notice)]


def _piece(block: Paragraph, start: int, end: int) -> Fragment:
    return part(Fragment(block.text, block.spans, block.anchors), start, end)


def _style_name(style: Style) -> str:
    names = {
        "title": "title",
        "heading": f"heading of level {style.level}",
        "numbered": "numbered paragraph",
        "item": "list item",
        "plain": "paragraph without number",
    }
    return names[style.kind]
