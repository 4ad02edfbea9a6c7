"""What of an OpenDocument text's layout says something: boxes, fields, the look of paragraphs.

Pandoc passes over the words in boxes, shapes and fields, and over what the format says of a whole
paragraph: that it is bold, say, when it was selected from end to end. So before pandoc reads the
text, the words of a box stand behind the paragraph that it stands at, a field is its words, and a
paragraph's look is that of its words.
"""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.read_notices import Notices, quoted

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_LINES = f"{_TEXT}p", f"{_TEXT}h"
_HELD = (*_LINES, f"{_TEXT}list", f"{_TABLE}table")
_FIELDS = tuple(
    f"{_TEXT}{name}"
    for name in (
        *("date", "time", "page-number", "page-count", "chapter", "file-name", "title", "subject"),
        *("author-name", "author-initials", "creator", "initial-creator", "description"),
        *("bookmark-ref", "reference-ref", "note-ref", "sequence-ref", "sequence", "placeholder"),
        *("variable-set", "variable-get", "user-field-get", "user-defined", "expression"),
        *("text-input", "conditional-text", "hidden-text", "drop-down", "creation-date"),
        *("modification-date", "print-date", "keywords", "word-count", "paragraph-count"),
    )
)
_SECTION = f"{_TEXT}section"
_STARTS = (f"{_TEXT}bookmark-start", f"{_TEXT}bookmark")
_PLAIN = ("", "none", "normal")
_LOOKS = (
    f"{_FO}font-weight",
    f"{_FO}font-style",
    f"{_STYLE}text-underline-style",
    f"{_STYLE}text-line-through-style",
)


def take_boxes(content: etree._Element) -> Notices:
    """Puts the words of boxes and shapes behind the paragraphs that they stand at, and tells it."""
    told = Notices()
    boxes = [one for one in content.iter(f"{_DRAW}*") if one.find(f"{_TEXT}*") is not None]
    for box in boxes:
        lines = [one for one in box if one.tag in _HELD]
        if not "".join(map(_words, lines)).strip():
            continue
        outermost = _outermost(box)
        host = next(outermost.iterancestors(*_LINES), None)
        for line in reversed(lines):
            line.tail = None
            (outermost if host is None else host).addnext(line)
        words = "" if host is None else _words(host)
        told.add("text box", quoted("in the paragraph" if words else "on a page", words))
    return told


def take_fields(content: etree._Element, told: Notices) -> None:
    """Makes words of fields, and paragraphs of tables of contents, and tells it."""
    for field in content.iter(*_FIELDS):
        line = next(field.iterancestors(*_LINES), None)
        field.tag = f"{_TEXT}span"
        field.attrib.clear()
        if line is not None:
            told.add("field", quoted("in the paragraph", _words(line)))
    for contents in list(content.iter(f"{_TEXT}table-of-content")):
        contents.tag = _SECTION
        for source in contents.findall(f"{_TEXT}table-of-content-source"):
            contents.remove(source)
        for part in contents.iter(f"{_TEXT}index-body", f"{_TEXT}index-title"):
            part.tag = _SECTION
        told.add("field", quoted("in the paragraph", _words(contents)))


def tell_hidden(content: etree._Element, told: Notices) -> None:
    """Tells of hidden words, which are read as others."""
    hidden = f"{_STYLE}text-properties[@{_TEXT}display='none']/.."
    names = {one.get(f"{_STYLE}name", "") for one in content.iterfind(f".//{hidden}")}
    for one in content.iter(*_LINES, f"{_TEXT}span"):
        if one.get(f"{_TEXT}style-name", "") in names:
            told.add("hidden", quoted("in the words", _words(one)))


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _outermost(box: etree._Element) -> etree._Element:
    """The frame or group that a box is the inside of."""
    while (around := box.getparent()) is not None and str(around.tag).startswith(_DRAW):
        box = around
    return box


def put_looks_on_words(content: etree._Element) -> bool:
    """Gives a paragraph's words the look that its own style gives it; whether any had one."""
    styles = content.find(f"{_OFFICE}automatic-styles")
    looks = {} if styles is None else _looks(styles)
    dressed = [line for line in content.iter(*_LINES) if line.get(f"{_TEXT}style-name") in looks]
    for line in dressed:
        _dress(line, looks[line.get(f"{_TEXT}style-name", "")])
    return bool(dressed)


def _looks(styles: etree._Element) -> dict[str, str]:
    """The styles for words that paragraphs' styles stand for, by the names of the latter."""
    looks: dict[str, str] = {}
    for style in list(styles.iterfind(f"{_STYLE}style[@{_STYLE}family='paragraph']")):
        given = style.find(f"{_STYLE}text-properties")
        if given is None or all(given.get(one, "") in _PLAIN for one in _LOOKS):
            continue
        name = style.get(f"{_STYLE}name", "")
        looks[name] = f"mufakat-{name}"
        attributes = {f"{_STYLE}name": looks[name], f"{_STYLE}family": "text"}
        words = etree.SubElement(styles, f"{_STYLE}style", attributes)
        kept = {one: given.get(one, "") for one in _LOOKS if given.get(one, "") not in _PLAIN}
        etree.SubElement(words, f"{_STYLE}text-properties", kept)
    return looks


def _dress(line: etree._Element, look: str) -> None:
    """Puts a paragraph's words into a span; the bookmarks that it begins with stay before it."""
    inner = list(line)
    at = next((n for n, one in enumerate(inner) if one.tag not in _STARTS or one.tail), len(inner))
    if line.text:
        at = 0
    span = etree.Element(f"{_TEXT}span", {f"{_TEXT}style-name": look})
    if at < len(inner) and inner[at].tag in _STARTS and not line.text:
        at += 1
        span.text, inner[at - 1].tail = inner[at - 1].tail, None
    else:
        span.text, line.text = line.text, None
    span.extend(inner[at:])
    line.append(span)
