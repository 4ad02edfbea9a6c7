"""Words and blocks as a person can check them: every space and sign can be seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from mufakat.change.amendment import Fragment
from mufakat.text.document import (
    BREAK,
    MARK,
    OBJECT,
    Block,
    Cell,
    Node,
    Note,
    Opaque,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)

CONTEXT = 24
LONG = 60


def visible(text: str) -> str:
    """The text with what a line would not show said in its place."""
    return "".join(map(_visible, text))


def _visible(sign: str) -> str:
    if sign == BREAK:
        return "⏎"
    if sign == "\t":
        return "⇥"
    odd = unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Zl", "Zp") and sign != " "
    return f"<U+{ord(sign):04X}>" if odd or "\u0300" <= sign <= "\u036f" else sign


def cut(block: Paragraph, start: int, end: int, *, brief: bool = False) -> str:
    """Some of a paragraph's words; ``brief`` only names a note."""
    held = {anchor.offset - start: anchor.object for anchor in block.anchors}
    return _with_objects(block.text[start:end], held, brief=brief)


def new_words(fragment: Fragment, usual: Style) -> str:
    """The words to be put in; a paragraph's end tells its style where that is not the usual one."""
    words = _with_objects(fragment.text, {a.offset: a.object for a in fragment.anchors})
    for style in fragment.styles:
        words = words.replace(MARK, "¶" if style == usual else f"¶({style_name(style)})", 1)
    return words


def _with_objects(text: str, held: Mapping[int, Note | Opaque], *, brief: bool = False) -> str:
    out = []
    for n, sign in enumerate(text):
        if sign == OBJECT and n in held:
            out.append(_object(held[n], brief=brief))
        else:
            out.append(sign if sign == MARK else _visible(sign))
    return "".join(out)


def _object(thing: Note | Opaque, *, brief: bool) -> str:
    if isinstance(thing, Opaque):
        return f"<{thing.kind} {thing.label}>"
    return (
        f"<{thing.kind}>" if brief else f"<{thing.kind}: {' ¶ '.join(lines_of(thing.blocks, {}))}>"
    )


def ending(text: str) -> str:
    """A text's last words."""
    if len(text) <= CONTEXT:
        return text
    tail = text[-CONTEXT:]
    tail = tail[tail.find(" ") + 1 :]
    torn = takewhile(lambda sign: unicodedata.category(sign).startswith("M"), tail)
    return "…" + tail[len(list(torn)) :]


def beginning(text: str) -> str:
    """A text's first words."""
    if len(text) <= CONTEXT:
        return text
    head = text[:CONTEXT]
    return head[: head.rfind(" ") if " " in head else None] + "…"


def shortened(node: Node) -> str:
    """Enough of a block's words to know it by."""
    text = text_of(node)
    return text if len(text) <= LONG else text[: text.rfind(" ", 0, LONG)] + "…"


def text_of(node: Node) -> str:
    """All words of a block, row or cell."""
    match node:
        case Paragraph():
            return f"“{cut(node, 0, len(node.text))}”{marks(node)}"
        case Cell():
            wide = f" ({node.span} wide)" if node.span > 1 else ""
            above = " (continues)" if node.continued else ""
            return " ¶ ".join(map(text_of, node.blocks)) + wide + above
        case Row():
            return " | ".join(map(text_of, node.cells))
        case Table():
            return " // ".join(map(text_of, node.rows))


def marks(words: Fragment | Paragraph) -> str:
    """The marks on words, each with what it is on."""
    return "".join(_mark(span, words.text) for span in words.spans)


def _mark(span: Span, text: str) -> str:
    link = f" to {span.value}" if span.value else ""
    return f", {span.mark}{link} “{visible(text[span.start : span.end])}”"


def style_name(style: Style) -> str:
    """A style in words: ``heading 2``."""
    level = f" {style.level}" if style.level > 1 or style.kind == "heading" else ""
    form = " ".join(filter(None, (style.format, style.pattern)))
    return f"{style.kind}{level}" + (f" “{form}”" if form else "")


def lines_of(blocks: Sequence[Block], numbers: Mapping[str, str]) -> Iterator[str]:
    """A text line by line, with the printed numbers of its paragraphs."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield "| " + " | ".join(_cell(cell, numbers) for cell in row.cells) + " |"
        else:
            words = cut(block, 0, len(block.text))
            yield " ".join(filter(None, (numbers.get(block.id), words)))


def _cell(cell: Cell, numbers: Mapping[str, str]) -> str:
    return " ¶ ".join(lines_of(cell.blocks, numbers))
