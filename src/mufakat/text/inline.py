"""Words, marks and objects within one line of the written form; ``markup`` sets the lines.

``read(write(paragraph)) == (text, spans, anchors)`` exactly. The line is pandoc Markdown
(``markdown-smart``), and a backslash stands only before what pandoc would take for markup, so that
a negotiator's words look the same in ``git log -p`` as on paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mufakat.text.attributes import (
    ATTRIBUTES,
    HIDDEN,
    NAME,
    Attributes,
    Mark,
    Unreadable,
    attributes,
    character,
    decode,
    encode,
    number,
    pair,
    read_attributes,
)
from mufakat.text.document import (
    BREAK,
    OBJECT,
    Anchor,
    Note,
    Opaque,
    Paragraph,
    Span,
    normal_spans,
)

Inline = tuple[str, tuple[Span, ...], tuple[Anchor, ...]]


_PLAIN = re.compile(rf"[^\\`*^~\[\]_@$<&{HIDDEN}]*")
_HIDE = re.compile(f"[{HIDDEN}]")
# What pandoc would take for markup. The class comes first, the conditions behind it: a search for
# a class is quick.
_MARKUP = re.compile(
    r"""[\\`*^~\[\]_@$<&]
    (?: (?<=[\\`*^~\[\]])
      | (?<=[_@])(?<![^\W_].)
      | (?<=_)(?![^\W_])
      | (?<=\$)(?![0-9])
      | (?<=<)(?=[A-Za-z/!?])
      | (?<=&)(?=\#?\w+;)
    )""",
    re.VERBOSE,
)
_OBJECTS = re.compile(r"([\n\t\ufffc])")
_DELIMITERS = {"bold": "**", "italic": "*", "strike": "~~", "superscript": "^", "subscript": "~"}
_MARK_OF = {sign: mark for mark, sign in _DELIMITERS.items()}
_RESERVED = ("id", "class", "br", "tab", "object")


# Writing


def write(paragraph: Paragraph, label: Callable[[Note], str]) -> str:
    """The paragraph's words as one line; ``label`` names a note and sees to its definition."""
    text = paragraph.text
    if paragraph.spans or paragraph.anchors or not _PLAIN.fullmatch(text):
        line = _runs(paragraph, label).replace("![", "\\![")
    else:
        line = text
    return _edged(line)


def _edged(words: str) -> str:
    """The words with a space at either end by its number: pandoc and editors drop it otherwise."""
    if words.startswith(" "):
        words = "&#32;" + words[1:]
    return words[:-1] + "&#32;" if words.endswith(" ") else words


def _runs(paragraph: Paragraph, label: Callable[[Note], str]) -> str:
    _check(paragraph)
    objects = {anchor.offset: _object(anchor.object, label) for anchor in paragraph.anchors}
    text, spans = paragraph.text, paragraph.spans
    edges = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    out: list[str] = []
    sign = ""
    for start, end in pairwise(edges):
        words = _words(text, start, end, objects)
        marks = tuple((s.mark, s.value) for s in spans if s.start <= start and end <= s.end)
        sign = "" if sign else _sign(marks, text[start:end])
        if sign or not marks:
            out.append(f"{sign}{words}{sign}")
        else:
            out.append(f"[{_edged(words)}{_closing(tuple(sorted(marks)))}")
    return "".join(out)


def _check(paragraph: Paragraph) -> None:
    text, spans = paragraph.text, paragraph.spans
    objects = [match.start() for match in re.finditer(OBJECT, text)]
    if objects != [anchor.offset for anchor in paragraph.anchors]:
        raise Unreadable(
            f"the objects of paragraph {paragraph.id!r} do not stand where its text has them",
            "Give each object character of the text one anchor, in order.",
        )
    if spans != normal_spans(spans) or not all(s.start >= 0 and s.end <= len(text) for s in spans):
        raise Unreadable(
            f"the marks of paragraph {paragraph.id!r} are not in their normal form",
            "Pass them through normal_spans and keep them within the text.",
        )


def _words(text: str, start: int, end: int, objects: dict[int, str]) -> str:
    out: list[str] = []
    at = start
    for piece in _OBJECTS.split(text[start:end]):
        if piece == BREAK:
            out.append("[]{.br}")
        elif piece == "\t":
            out.append("[]{.tab}")
        elif piece == OBJECT:
            out.append(objects[at])
        else:
            # A brace right behind a link would be taken for its attributes.
            out.append(("\\" if at and piece.startswith("{") else "") + _escape(piece))
        at += len(piece)
    return "".join(out)


def _escape(words: str) -> str:
    if _PLAIN.fullmatch(words):
        return words
    return _HIDE.sub(number, _MARKUP.sub(r"\\\g<0>", words))


def _object(thing: Note | Opaque, label: Callable[[Note], str]) -> str:
    if isinstance(thing, Note):
        return f"[^{label(thing)}]"
    named = attributes(".object", pair("kind", thing.kind), pair("digest", thing.digest))
    return f"[{_edged(_escape(thing.label))}]{named}"


def _sign(marks: tuple[Mark, ...], words: str) -> str:
    """The delimiter a run can stand between, or nothing if it needs brackets."""
    if len(marks) != 1 or marks[0][1] or words[0].isspace() or words[-1].isspace():
        return ""
    sign = _DELIMITERS.get(marks[0][0], "")
    # In raised and lowered words pandoc takes no white space, and reads a backslash wrongly.
    if sign in ("^", "~") and not (_PLAIN.fullmatch(words) and len(words.split()) == 1):
        return ""
    return sign


@lru_cache(maxsize=4096)
def _closing(marks: tuple[Mark, ...]) -> str:
    parts = []
    target = ""
    for mark, value in marks:
        if not NAME.fullmatch(mark) or mark in _RESERVED:
            raise Unreadable(
                f"{mark!r} cannot be the name of a mark", "Use letters, digits and hyphens."
            )
        if mark == "link" and not target:
            target = f"(<{encode(value)}>)"
        else:
            parts.append(pair(mark, value) if value else f".{mark}")
    return "]" + target + (attributes(*parts) if parts or not target else "")


# Reading

_TOKEN = re.compile(
    rf"""(?P<words>[^\\`*^~\[\]_@$<&!{HIDDEN}]+)
    | \\(?P<escaped>[!-/:-@\[-`{{-~])
    | &\#(?P<code>[0-9]{{1,7}});
    | \[\]\{{\.(?P<space>br|tab)\}}
    | \[\^(?P<note>[A-Za-z0-9_.:-]+)\]
    | (?P<open>\[)
    | \](?:\(<(?P<link>[^<>]*)>\))?(?P<close>{ATTRIBUTES})?
    | (?P<sign>\*\*?(?!\*) | ~~?(?!~) | \^)
    | (?P<bare>(?<=[^\W_])_(?=[^\W_]) | (?<=[^\W_])@ | \$(?=[0-9]) | <(?![A-Za-z/!?])
               | &(?!\#?\w+;) | !(?!\[))
    """,
    re.VERBOSE,
)


class _Open(NamedTuple):
    sign: str
    start: int
    parts: int
    inner: int


class _Line:
    """One line while it is read: the words so far, and the marks that are open."""

    def __init__(self, note: Callable[[str], Note]) -> None:
        self.note = note
        self.parts: list[str] = []
        self.at = 0
        self.spans: list[Span] = []
        self.anchors: list[Anchor] = []
        self.open: list[_Open] = []

    def add(self, words: str) -> None:
        self.parts.append(words)
        self.at += len(words)

    def anchor(self, thing: Note | Opaque) -> None:
        self.anchors.append(Anchor(self.at, thing))
        self.add(OBJECT)

    def push(self, sign: str) -> None:
        inner = len(self.spans) + len(self.anchors)
        self.open.append(_Open(sign, self.at, len(self.parts), inner))

    def pop(self, sign: str) -> _Open:
        if not self.open or self.open[-1].sign != sign:
            raise Unreadable(
                "a bracket or mark is closed that is not open",
                "Close marks in the order they were opened; put a backslash before a plain sign.",
            )
        return self.open.pop()

    def sign(self, sign: str) -> None:
        if self.open and self.open[-1].sign == sign:
            self.mark(self.open.pop(), ((_MARK_OF[sign], ""),))
        else:
            self.push(sign)

    def mark(self, opened: _Open, marks: tuple[Mark, ...]) -> None:
        if opened.start == self.at or not marks:
            raise Unreadable("a mark has no words, or words in brackets no mark", "Take it out.")
        self.spans += [Span(opened.start, self.at, *mark) for mark in marks]

    def close(self, link: str | None, braced: str | None) -> None:
        opened = self.pop("[")
        found = read_attributes(braced or "{}")
        if "object" in found.classes:
            self.opaque(opened, found)
            return
        marks = [(name, "") for name in found.classes] + list(found.pairs)
        if link is not None:
            marks.append(("link", decode(link)))
        if found.ident or any(mark in _RESERVED for mark, _ in marks):
            raise Unreadable(f"{braced} does not name marks", "Write marks like {.bold .italic}.")
        self.mark(opened, tuple(marks))

    def opaque(self, opened: _Open, found: Attributes) -> None:
        named = dict(found.pairs)
        plain = opened.inner == len(self.spans) + len(self.anchors)
        if found.classes != ("object",) or sorted(named) != ["digest", "kind"] or not plain:
            raise Unreadable(
                "an object is not written as it should be",
                "Write it like [label]{.object kind=image digest=...}, the label without marks.",
            )
        label = "".join(self.parts[opened.parts :])
        del self.parts[opened.parts :]
        self.at = opened.start
        self.anchor(Opaque(named["kind"], named["digest"], label))

    def take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind in ("words", "escaped", "bare"):
            self.add(match[kind])
        elif kind == "code":
            self.add(character(match["code"]))
        elif kind == "space":
            self.add(BREAK if match["space"] == "br" else "\t")
        elif kind == "note":
            self.anchor(self.note(match["note"]))
        elif kind == "open":
            self.push("[")
        elif kind == "sign":
            self.sign(match["sign"])
        else:
            self.close(match["link"], match["close"])


def read(line: str, note: Callable[[str], Note]) -> Inline:
    """Text, spans and anchors of a line; ``note`` gives the note that a label stands for."""
    if _PLAIN.fullmatch(line):
        return line, (), ()
    state, at = _Line(note), 0
    for match in _TOKEN.finditer(line):
        if match.start() != at:
            break
        state.take(match)
        at = match.end()
    if at < len(line):
        raise Unreadable(
            f"{line[at]!a} at character {at + 1} of the words would be taken for markup",
            f"Write {_plainly(line[at])} if the character itself is meant.",
        )
    if state.open:
        raise Unreadable(
            f"{state.open[-1].sign} is opened and not closed",
            "Close it, or put a backslash before it if the character itself is meant.",
        )
    text = "".join(state.parts)
    if text.count(OBJECT) != len(state.anchors):
        raise Unreadable("&#65532; stands for nothing", "Take it out.")
    return text, normal_spans(state.spans), tuple(state.anchors)


def _plainly(character: str) -> str:
    return f"&#{ord(character)};" if _HIDE.match(character) else "\\" + character
