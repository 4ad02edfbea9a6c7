"""A formula on one line: what makes two formulas the same, and how one reads among words.

The line holds structure and letters and nothing else. Programs write the same formula in many ways
(letters in other runs, usual signs said or not), which all come to the same line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from mufakat.edges.word.read_xml import M, W
from mufakat.text.document import digest

_M = f"{{{M}}}"
_VAL = f"{_M}val"
_CHANGES = [f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo")]
# Signs that no formula holds stand for structure, so that typed letters are never taken for it.
_OPEN, _CLOSE, _RAISED, _LOWERED, _OVER, _ROOT, _NEXT, _TAG, _GAT = map(chr, range(0xE000, 0xE009))
_SHOWN = str.maketrans(
    {_OPEN: "(", _CLOSE: ")", _RAISED: "^", _LOWERED: "_", _OVER: "/", _ROOT: "√", _NEXT: ", "}
)
_HIDDEN = re.compile(f"{_TAG}[^{_GAT}]*{_GAT}")
_SHORT = re.compile(rf"{_OPEN}(\w|[\d.,]*){_CLOSE}")
_LETTERS = str.maketrans({"-": "−", "*": "∗", "'": "′"})
_ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308", "": "\u0302"}

Kids = dict[str, str]
"""What stands in an element's places: ``num`` and ``den``, ``e`` and ``sup`` ..."""


def settled(element: etree._Element) -> etree._Element:
    """A formula as it reads with its own tracked changes accepted, and without their names."""
    for change in list(element.iter(*_CHANGES)):
        _settle(change)
    return element


def _settle(change: etree._Element) -> None:
    parent = change.getparent()
    wraps = any(str(one.tag).startswith(_M) for one in change)
    going = etree.QName(change).localname in ("del", "moveFrom")
    if going and not wraps and parent is not None and parent.tag == f"{_M}r":
        change, wraps = parent, True  # a run's own mark: the run goes
        parent = change.getparent()
    if parent is None:
        return
    if going and wraps:
        parent.remove(change)
        return
    at = parent.index(change)
    parent[at : at + 1] = list(change)


def formula_identity(element: etree._Element) -> tuple[str, str]:
    """A formula's digest, and how it reads on a line."""
    line = _line(element)
    return digest(line), _spoken(line)


def _spoken(line: str) -> str:
    shown = _HIDDEN.sub("", line)
    while (shorter := _SHORT.sub(r"\1", shown)) != shown:
        shown = shorter
    return shown.translate(_SHOWN)


def _line(element: etree._Element) -> str:
    name = etree.QName(element).localname
    if name == "t":
        return "".join((element.text or "").split()).translate(_LETTERS)
    places = [
        (etree.QName(one).localname, _line(one))
        for one in element.iterchildren(f"{_M}*")
        if not etree.QName(one).localname.endswith("Pr")
    ]
    if name in _WRITTEN:
        return _WRITTEN[name](element, dict(places))
    if name == "d":
        return _delimited(element, [text for _, text in places])
    if name in _ARRANGED:
        return _arranged(name + _sign(element), [text for _, text in places])
    return "".join(text for _, text in places)


def _group(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}"


def _arranged(name: str, texts: list[str]) -> str:
    return f"{_TAG}{name}{_GAT}" + _NEXT.join(map(_group, texts))


def _property(element: etree._Element, name: str) -> str | None:
    own = element.find(f"{_M}{etree.QName(element).localname}Pr/{_M}{name}")
    return None if own is None else own.get(_VAL, "")


def _sign(element: etree._Element) -> str:
    name = etree.QName(element).localname
    sign = _property(element, "chr") or ("⏟" if name == "groupChr" else "")
    return _ACCENTS.get(sign, sign) if name == "acc" else sign


def _fraction(element: etree._Element, kids: Kids) -> str:
    above, below = kids.get("num", ""), kids.get("den", "")
    kind = _property(element, "type") or "bar"
    if kind == "noBar":
        return _arranged("eqArr", [above, below])
    tag = "" if kind == "bar" else f"{_TAG}{kind}{_GAT}"
    return f"{tag}{_group(above)}{_OVER}{_group(below)}"


def _scripts(kids: Kids) -> str:
    low, high = kids.get("sub", ""), kids.get("sup", "")
    return (_LOWERED + _group(low) if low else "") + (_RAISED + _group(high) if high else "")


def _script(_: etree._Element, kids: Kids) -> str:
    scripts = _scripts(kids)
    return _group(kids.get("e", "")) + scripts if scripts else kids.get("e", "")


def _before(_: etree._Element, kids: Kids) -> str:
    return f"{_TAG}sPre{_GAT}{_scripts(kids)}{_group(kids.get('e', ''))}"


def _root(_: etree._Element, kids: Kids) -> str:
    degree = kids.get("deg", "")
    return (_group(degree) if degree else "") + _ROOT + _group(kids.get("e", ""))


def _summed(element: etree._Element, kids: Kids) -> str:
    sign = _property(element, "chr")
    return f"{'∫' if sign is None else sign}{_scripts(kids)}{_group(kids.get('e', ''))}"


def _limit(_: etree._Element, kids: Kids) -> str:
    under = kids.get("lim", "")
    held = kids.get("e", "")
    return f"{_TAG}lim{_GAT}{_group(held)}{_LOWERED}{_group(under)}" if under else held


def _delimited(element: etree._Element, texts: list[str]) -> str:
    """Brackets and what is between them, as if they were typed: programs take one for the other."""
    start, end, between = (
        usual if (said := _property(element, name)) is None else said
        for name, usual in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    return f"{start}{between.join(texts)}{end}"


_WRITTEN: dict[str, Callable[[etree._Element, Kids], str]] = {
    "f": _fraction,
    **dict.fromkeys(("sSup", "sSub", "sSubSup"), _script),
    "sPre": _before,
    "rad": _root,
    "nary": _summed,
    **dict.fromkeys(("limLow", "limUpp"), _limit),
}
_ARRANGED = ("acc", "bar", "borderBox", "eqArr", "groupChr", "m", "mr")
