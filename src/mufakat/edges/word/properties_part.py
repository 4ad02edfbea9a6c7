"""The two properties parts: what the file is, for programs that list files and for our reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.xmltext import DECLARATION, attribute, escape

CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # MS-OLEPS: user-defined properties


def core_xml(fingerprint: Fingerprint, fields: Mapping[str, str], when: datetime) -> str:
    """Title, author and dates; ``dc:identifier`` is the fingerprint."""
    moment = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title = " ".join(f"{fields.get('title', '')} {fields.get('symbol', '')}".split())
    author = escape(" ".join(fields.get("secretariat", "").split()))
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CP}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{author}</dc:creator>"
        f"<dc:identifier>{escape(fingerprint.identifier())}</dc:identifier>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def custom_xml(fingerprint: Fingerprint) -> str:
    """The fingerprint as custom properties."""
    out = [f'{DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">']
    for pid, (name, value) in enumerate(fingerprint.properties().items(), start=2):
        out.append(
            f'<property fmtid="{_FORMAT}" pid="{pid}" name="{attribute(name)}">'
            f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        )
    return "".join((*out, "</Properties>"))
