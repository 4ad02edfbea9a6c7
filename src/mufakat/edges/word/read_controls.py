"""Content controls: what they hold is text, the prompt of an empty one is not."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from mufakat.edges.word.read_revisions import KINDS
from mufakat.edges.word.read_styles import OFF
from mufakat.edges.word.read_xml import VAL, first_child, w

CONTROL = w("sdt")
CHANGED = frozenset(w(f"customXml{way}RangeStart") for way in ("Ins", "Del", "MoveFrom", "MoveTo"))
"""The beginnings of tracked changes of the controls themselves."""

_PROPERTIES, _CONTENT, _PROMPTS, _T = w("sdtPr"), w("sdtContent"), w("showingPlcHdr"), w("t")


def content(control: etree._Element, tell: Callable[[str], None]) -> etree._Element | None:
    """What a control holds, without the words of a prompt: these are told of."""
    held = first_child(control, _CONTENT)
    if held is not None and _is_empty(control) and next(held.iter(*KINDS), None) is None:
        for words in held.iter(_T):
            words.text = None
        tell("prompt")
    return held


def _is_empty(control: etree._Element) -> bool:
    properties = first_child(control, _PROPERTIES)
    prompts = None if properties is None else first_child(properties, _PROMPTS)
    return prompts is not None and prompts.get(VAL, "1") not in OFF
