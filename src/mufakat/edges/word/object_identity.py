"""What makes two objects the same, whichever program saved them: their digest, and a label.

A picture is its bytes; that needs no looking into. A chart is its kind, titles and numbers, a
diagram its words and what hangs on what, a formula its structure and letters (see ``formula``):
programs write the rest of them anew whenever they save a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from mufakat.edges.word.read_xml import CHART, DIAGRAM, A
from mufakat.text.document import digest

LABEL = 200
Identity = tuple[str, str]
"""Digest and label."""

_C, _D, _WORDS = f"{{{CHART}}}", f"{{{DIAGRAM}}}", f"{{{A}}}t"
_ROLES = ("tx", "cat", "val", "xVal", "yVal", "bubbleSize")
_BETWEEN = ("pres", "parTrans", "sibTrans")


def chart_identity(root: etree._Element) -> Identity:
    """A chart's identity; its label is its title, else the names of what it shows."""
    titles = [_text(one, _WORDS) for one in root.iter(f"{_C}title")]
    plot = root.find(f".//{_C}plotArea")
    pieces = ["title", *titles]
    names = []
    for kind in () if plot is None else plot:
        name = etree.QName(kind).localname
        if not name.endswith("Chart"):
            continue
        usual = "clustered" if name.startswith("bar") else "standard"
        pieces += [name, _value(kind, "barDir", "col"), _value(kind, "grouping", usual)]
        for series in kind.iter(f"{_C}ser"):
            pieces += _series(series)
            names.append(_text(series.find(f"{_C}tx"), f"{_C}v"))
    label = next(filter(None, titles), "") or ", ".join(filter(None, names))
    return digest("\x1f".join(pieces)), _short(label)


def _series(series: etree._Element) -> Iterator[str]:
    for role in _ROLES:
        held = series.find(_C + role)
        values = [] if held is None else [_number(v.text or "") for v in held.iter(f"{_C}v")]
        yield f"{role}:{len(values)}"
        yield from values


def _value(element: etree._Element, name: str, usual: str) -> str:
    held = element.find(_C + name)
    return usual if held is None else held.get("val", usual)


def _number(text: str) -> str:
    """A value as every program would write it."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return " ".join(text.split())


def diagram_identity(data: etree._Element) -> Identity:
    """A diagram's identity, from the part that holds its data; its label is its words."""
    points = [one for one in data.iter(f"{_D}pt") if one.get("type", "node") not in _BETWEEN]
    order = {one.get("modelId", ""): str(at) for at, one in enumerate(points)}
    words = [_text(one, _WORDS) for one in points]
    ties = [
        f"{order[source]}>{order[target]}"
        for one in data.iter(f"{_D}cxn")
        if (source := one.get("srcId", "")) in order
        and (target := one.get("destId", "")) in order
        and one.get("type", "parOf") == "parOf"
    ]
    return digest("\x1f".join((*words, *sorted(ties)))), _short("; ".join(filter(None, words)))


def tree_identity(element: etree._Element) -> str:
    """The digest of an element and all within it, however its XML was written out."""
    pieces = [
        f"<{one.tag} {sorted(map(str, one.items()))}>{one.text or ''}{one.tail or ''}"
        for one in element.iter(etree.Element)
    ]
    return digest("\n".join(pieces))


def _text(element: etree._Element | None, tag: str) -> str:
    if element is None:
        return ""
    return " ".join("".join(one.text or "" for one in element.iter(tag)).split())


def _short(text: str) -> str:
    return text[:LABEL]
