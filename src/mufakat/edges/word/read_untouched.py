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

from mufakat.edges.word.read_xml import W, w

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
        self.properties: dict[str, etree._Element] = {}
        self._shelf: list[str] = []

    def take_out(self, data: bytes) -> bytes:
        """The part without them; a part that is spelt in an unusual way as it was."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data
        root = _ROOT.match(text)
        if root is None or _DECLARED not in root[0] or _has_more(text, root.end()):
            return data
        rest = "".join(self._rest(_PARAGRAPH.split(text[root.end() :])))
        named = (xml for own, run, _, _ in self.paragraphs for xml in (own, run) if xml)
        self._shelf = list(dict.fromkeys(named))
        return "".join((root[0], "<w:shelf>", *self._shelf, "</w:shelf>", rest)).encode()

    def _rest(self, pieces: list[str]) -> Iterator[str]:
        """What is left, with one element for each stretch of paragraphs taken out."""
        columns = [pieces[at:-1:_PIECES] for at in (0, 1, 2, 4, 5, 6)]
        words = columns[-1]
        odd = _odd("".join(words))
        taken, first = self.paragraphs, 0
        for before, whole, own, ident, run, text in zip(*columns, strict=True):
            if before:
                yield self._stand_in(first)
                yield before
                first = len(taken)
            if odd and _odd(text):
                yield self._stand_in(first)
                yield whole
                first = len(taken)
            else:
                taken.append((own, run, ident, text))
        yield self._stand_in(first)
        yield pieces[-1]

    def _stand_in(self, first: int) -> str:
        end = len(self.paragraphs)
        return f'<w:{_NAME} first="{first}" end="{end}"/>' if end > first else ""

    def take_shelf(self, root: etree._Element) -> None:
        """Takes the properties from the top of the parsed part."""
        shelf = root.find(w("shelf"))
        if shelf is not None:
            self.properties = dict(zip(self._shelf, shelf, strict=True))

    def names(self) -> set[str]:
        """The names of their bookmarks."""
        return {f"_mf_{ident}" for _, _, ident, _ in self.paragraphs}

    def of(self, stand_in: etree._Element) -> list[Plain]:
        """The paragraphs that an element stands for."""
        return self.paragraphs[int(stand_in.get("first", "")) : int(stand_in.get("end", ""))]


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
