"""Characters: what a symbol font's codes mean, and what must not stand in a text."""

from __future__ import annotations

import re

from mufakat.text.document import MARK, OBJECT

# Adobe's Symbol encoding, which Word's Symbol font follows, from 0x20 and from 0xA1.
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x76: "❖",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0x4A: "☺",
}


_FONTS = {"symbol", "wingdings"}

CODES = re.compile("[\uf020-\uf0ff]")
"""The codes of a symbol font, where programs put them among the characters."""


def symbol(code: str | None, font: str | None) -> tuple[str, bool]:
    """The character of a ``w:sym`` and whether it surely shows the same."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return "", False
    if not 0x20 <= point <= 0xFFFD or 0xD800 <= point <= 0xDFFF:
        return "", False
    face = (font or "").lower()
    if point <= 0xFF and face in _FONTS:
        point |= 0xF000
    if not CODES.fullmatch(chr(point)):
        return chr(point), point < 0xF000
    low = point & 0xFF
    found = ""
    if face == "symbol":
        if 0x20 <= low < 0x20 + len(_SYMBOL_LOW):
            found = _SYMBOL_LOW[low - 0x20]
        elif 0xA1 <= low < 0xA1 + len(_SYMBOL_HIGH):
            found = _SYMBOL_HIGH[low - 0xA1]
    elif face == "wingdings":
        found = _WINGDINGS.get(low, "")
    return (found, True) if found else (chr(point), False)


def symbols(text: str, font: str | None) -> tuple[str, bool]:
    """The same for words of a font: what LibreOffice makes of such an element."""
    sure = True

    def shown(code: re.Match[str]) -> str:
        nonlocal sure
        character, known = symbol(f"{ord(code[0]):X}", font)
        sure = sure and known
        return character

    return CODES.sub(shown, text), sure


def cleaned(text: str) -> tuple[str, bool]:
    """The text as a document may hold it, and whether a stray object character was dropped.

    A line feed that the file's own XML was folded with is a space, as Word reads it; a paragraph
    separator is a line break.
    """
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    text = text.replace(MARK, "\n")
    return text.replace(OBJECT, ""), OBJECT in text
