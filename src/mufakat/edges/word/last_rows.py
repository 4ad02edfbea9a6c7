"""The last row of a table never stands alone on a page, nor what follows the table."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.read_xml import first_child, w

_TABLE, _ROW, _PARAGRAPH = w("tbl"), w("tr"), w("p")
_PPR, _STYLE, _KEEP = w("pPr"), w("pStyle"), w("keepNext")


def kept_together(xml: bytes) -> bytes:
    """A main part in which the last two rows of each table stay with each other and what follows.

    Word keeps a row with the next one where its paragraphs are kept with the next.
    """
    root = etree.fromstring(xml)
    for table in root.iter(_TABLE):
        rows = table.findall(_ROW)
        for row in rows[-2:]:
            for paragraph in row.iter(_PARAGRAPH):
                _keep(paragraph)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _keep(paragraph: etree._Element) -> None:
    properties = first_child(paragraph, _PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    if first_child(properties, _KEEP) is None:
        has_style = first_child(properties, _STYLE) is not None
        properties.insert(1 if has_style else 0, etree.Element(_KEEP))
