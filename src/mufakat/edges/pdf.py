"""The adopted text as a PDF that lasts (PDF/A-2a) and that everyone can read (PDF/UA-1).

Words go in as data and are never evaluated (law 8). The same text, template and time give the same
bytes: only the fonts that come with the library are used, unless the text needs a script that
they do not cover (Thai, Lao, Khmer, Burmese). Only then are the machine's own fonts asked.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import typst

from mufakat.edges.pdf_blocks import Setting, printable
from mufakat.edges.pdf_pictures import Pictures
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.kept_object import Find
from mufakat.refusal import Refusal
from mufakat.text.document import Document

FIELDS = (
    "marking",
    "meeting",
    "meeting_short",
    "place_dates",
    "theme",
    "title",
    "symbol",
    "adoption",
    "authority",
    "closing",
    "chair",
    "chair_title",
)
"""What the template prints around the text; a field that is not given is empty."""

_UNPRINTABLE = re.compile(r"the text `(\".*?\")` could not be displayed")
_PRIVATE = re.compile(r"contains the codepoint `(\".*?\")`")
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def final_pdf(
    document: Document,
    labels: Mapping[str, str],
    template: bytes,
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
    objects: Find = lambda _: None,
) -> bytes:
    """The text set by a Typst template, with its printed numbers and fingerprint, dated ``when``.

    Pictures that ``objects`` finds are shown; what is no picture is named in a frame. Refused,
    with what is wrong: a template that cannot be set, and words in a script for which no font is
    at hand.
    """

    def made(pictures: Pictures) -> bytes:
        data = _data(document, labels, fields, fingerprint, pictures)
        return _printed(template, json.dumps(data, ensure_ascii=False), pictures.files, when)

    pictures = Pictures(objects)
    try:
        return made(pictures)
    except Refusal:
        damaged = frozenset(name for name in pictures.files if not _sound(name, pictures.files))
        if not damaged:
            raise
    return made(Pictures(objects, damaged))


def _printed(template: bytes, data: str, files: Mapping[str, bytes], when: datetime) -> bytes:
    try:
        return _set(template, data, files, when, system_fonts=False)
    except typst.TypstError as problem:
        if not _UNPRINTABLE.search(problem.diagnostic):
            raise _refusal(problem) from problem
    try:
        return _set(template, data, files, when, system_fonts=True)
    except typst.TypstError as problem:
        raise _refusal(problem) from problem


def _sound(name: str, files: Mapping[str, bytes]) -> bool:
    """Whether a picture can be shown at all."""
    alone = f'#set document(title: "1")\n#image("{name}", alt: "1")'.encode()
    try:
        _set(alone, "", {name: files[name]}, datetime.fromtimestamp(0, UTC), system_fonts=False)
    except typst.TypstError:
        return False
    return True


def _data(
    document: Document,
    labels: Mapping[str, str],
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    pictures: Pictures,
) -> dict[str, object]:
    setting = Setting(labels, pictures)
    said = {name: printable(fields.get(name, "")) for name in FIELDS}
    said["title"] = said["title"] or fingerprint.instrument
    said["identifier"] = fingerprint.identifier()
    blocks = setting.blocks(document.body)
    if blocks and "sticky" in blocks[-1] and not setting.endnotes:
        blocks[-1]["sticky"] = True  # nobody signs a page without a word of the text
    return {
        "fields": said,
        "keywords": [
            fingerprint.identifier(),
            *(f"{key}={value}" for key, value in fingerprint.properties().items() if value),
        ],
        "language": _language(fields.get("language", "")),
        "blocks": blocks,
        "endnotes": setting.endnotes,
    }


def _language(tag: str) -> str:
    """The language of a tag (``vi`` of ``vi-VN``), for hyphens and for screen readers."""
    language = tag.partition("-")[0].lower()
    return language if re.fullmatch("[a-z]{2,3}", language) else "en"


def _set(
    template: bytes, data: str, files: Mapping[str, bytes], when: datetime, *, system_fonts: bool
) -> bytes:
    # A folder of its own as root, without packages: a template reads no file of the machine.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "final.typ"
        source.write_bytes(template)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        return typst.compile(
            source,
            root=folder,
            package_path=folder,
            package_cache_path=folder,
            ignore_system_fonts=not system_fonts,
            sys_inputs={"data": data},
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],  # archival with tagged structure, and accessible
            timestamp=int(when.timestamp()),
        )


def _refusal(problem: typst.TypstError) -> Refusal:
    for pattern, why, hint in (
        (
            _UNPRINTABLE,
            "No font here can print {}.",
            "Install one for this script (the Noto fonts have them all) and try again.",
        ),
        (
            _PRIVATE,
            "A PDF that is to last cannot hold {}: a character of Unicode's private area.",
            "Put a character that everyone knows in its place.",
        ),
    ):
        found = dict.fromkeys(_readable(sign) for sign in pattern.findall(problem.diagnostic))
        if found:
            return Refusal(why.format(", ".join(list(found)[:8])), hint)
    hints = " ".join(problem.hints)
    return Refusal(
        f"The template of the PDF cannot be set: {problem.message}.",
        hints[:1].upper() + hints[1:] if hints else "Correct it, or take the one that came along.",
    )


def _readable(quoted: str) -> str:
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), quoted.strip('"'))
    return "".join(
        f"{sign if sign.isprintable() else ''} (U+{ord(sign):04X})".strip() for sign in text
    )
