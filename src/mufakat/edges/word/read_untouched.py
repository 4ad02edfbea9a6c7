"""Paragraphs that nobody touched, taken out of a part before it is parsed.

Most of a return is as it was issued: a paragraph is one run of words within one bookmark. Such
paragraphs are read by one pattern; a short element stands where some stood, and their properties,
which hundreds of them share, stand once on a shelf at the top of the part. What is spelt in any
other way stays where it is, and is read element by element.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from lxml import etree

from mufakat.edges.word.read_paragraph import ParagraphReader, is_usual
from mufakat.edges.word.read_words import made_plain
from mufakat.edges.word.read_xml import W, w
from mufakat.text.tracked import TrackedParagraph

_NAME = "p" + secrets.token_hex(4)  # which no file can know
STAND_IN = w(_NAME)
"""The element that stands for a stretch of such paragraphs."""

# Bounded and never tried twice, so that no file can make the search long.
_PROPERTIES = "(<w:{0}>(?>(?:<(?!w:p(?:Pr)?>)[^>]*>){{0,40}}?</w:{0}>))?"
_PARAGRAPH = re.compile(
    r'(<w:p(?: (?:w|w14):\w+="\w*")*>'
    + _PROPERTIES.format("pPr")
    + r'<w:bookmarkStart w:id="([0-9]+)" w:name="_mf_((?!n)[A-Za-z][A-Za-z0-9.-]{0,35})"/>'
    + r'<w:r(?: w:\w+="\w*")*>(?:<w:rPr></w:rPr>)?'
    + _PROPERTIES.format("rPr")
    + r'<w:t(?: xml:space="preserve")?>([^<]*)</w:t></w:r>'
    + r'<w:bookmarkEnd w:id="\3"/></w:p>)',
    re.ASCII,
)
_PIECES = 7  # of which `re.split` makes one round: what stands before, and the groups
_ROOT = re.compile(r"""<\?xml [^<>]*encoding=["']UTF-8["'][^<>]*\?>\s*<w:document [^<>]*[^<>/]>""")
_DECLARED = f'xmlns:w="{W}"'
_ODD = re.compile("[>&\x00-\x1f\u2029\ufffc\ufffe\uffff]")  # looked at one by one elsewhere
_ODD_BYTES = b">&" + bytes(range(32))

Plain = tuple[str | None, str | None, str, str]
"""An untouched paragraph: the XML of its properties and of its run's, its id, its words."""


class Untouched:
    """The untouched paragraphs of one part, and the properties that they name."""

    def __init__(self) -> None:
        self.paragraphs: list[Plain] = []
        self.ready: list[TrackedParagraph | None] = []
        self.properties: dict[str, etree._Element] = {}
        self._shelf: list[str] = []

    def take_out(self, data: bytes) -> bytes:
        """The part without them; a part that is spelt in an unusual way as it was."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data
        root = _ROOT.match(text)
        if root is None or _DECLARED not in root[0]:
            return data
        pieces = _PARAGRAPH.split(text[root.end() :])
        own, idents, runs, words = (pieces[at:-1:_PIECES] for at in (2, 4, 5, 6))
        odd = {n for n, held in enumerate(words) if _odd(held)} if _odd("".join(words)) else set()
        shelf = [xml for xml in dict.fromkeys((*own, *runs)) if xml and not is_usual(xml)]
        shorter = "".join((root[0], "<w:shelf>", *shelf, "</w:shelf>", *_rest(pieces, odd)))
        if _has_more(shorter, root.end()):
            return data
        found = zip(own, runs, idents, words, strict=True)
        self.paragraphs = [plain for n, plain in enumerate(found) if n not in odd]
        self._shelf = shelf
        return shorter.encode()

    def take_shelf(self, root: etree._Element) -> None:
        """Takes the properties from the top of the parsed part."""
        shelf = root.find(w("shelf"))
        if shelf is not None:
            self.properties = dict(zip(self._shelf, shelf, strict=True))

    def make(self, reader: ParagraphReader) -> None:
        """Makes the paragraphs ``ready`` that need no more than their words and their style."""
        if not self.paragraphs:
            return
        own, runs, idents, words = zip(*self.paragraphs, strict=True)
        held = [reader.shared(xml, self.properties) for xml in own]
        made = made_plain(idents, words, [properties.style for properties in held])
        self.ready = [
            None if run or properties.changed or not text else paragraph
            for paragraph, properties, run, text in zip(made, held, runs, words, strict=True)
        ]

    def names(self) -> frozenset[str]:
        """The names of their bookmarks."""
        return frozenset(f"_mf_{ident}" for _, _, ident, _ in self.paragraphs)

    def of(self, stand_in: etree._Element) -> list[Plain]:
        """The paragraphs that an element stands for."""
        return self.paragraphs[_stretch(stand_in)]

    def ready_for(self, stand_in: etree._Element) -> list[TrackedParagraph | None]:
        """What is ready of them, in the same order."""
        return self.ready[_stretch(stand_in)]


def _rest(pieces: list[str], odd: set[int]) -> Iterator[str]:
    """What is left, with one element for each stretch of paragraphs taken out."""
    first = end = 0
    found = zip(pieces[:-1:_PIECES], pieces[1::_PIECES], strict=True)
    for n, (before, whole) in enumerate(found):
        if before:
            yield _stand_in(first, end)
            yield before
            first = end
        if n in odd:
            yield _stand_in(first, end)
            yield whole
            first = end
        else:
            end += 1
    yield _stand_in(first, end)
    yield pieces[-1]


def _stand_in(first: int, end: int) -> str:
    return f'<w:{_NAME} first="{first}" end="{end}"/>' if end > first else ""


def _stretch(stand_in: etree._Element) -> slice:
    return slice(int(stand_in.get("first", "")), int(stand_in.get("end", "")))


def _has_more(text: str, start: int) -> bool:
    """Whether there are comments or instructions in the XML, or text in something drawn."""
    if text.find("txbxContent", start) >= 0:
        return True
    # The sign alone is found much faster than both, and is rare.
    return any(text.find(sign, start) >= 0 <= text.find(f"<{sign}", start) for sign in ("!", "?"))


def _odd(words: str) -> bool:
    """Whether there are characters that XML or a text treats in a way of its own."""
    if words.isascii():
        return len(words.encode().translate(None, _ODD_BYTES)) < len(words)
    return _ODD.search(words) is not None
