"""The zero drafts of the meeting as the Word files that the delegations are sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import mufakat
from mufakat.edges.meeting_file import template_data
from mufakat.edges.text_template import render_text
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.text.document import Document, digest
from mufakat.text.markup import serialise
from mufakat.text.tracking import tracked

TEMPLATES = Path(mufakat.__file__).parent / "templates"
DATA = template_data((TEMPLATES / "meetings" / "adgmin-6.yaml").read_bytes())
CODES = tuple(delegation["code"] for delegation in DATA["delegations"])


def draft(name: str) -> Document:
    instrument = next(one for one in DATA["instruments"] if one["id"] == name)
    template = (TEMPLATES / instrument["template"]).read_text(encoding="utf-8")
    return render_text(template, {"meeting": DATA, "instrument": instrument})


def issue(document: Document, name: str, code: str) -> bytes:
    made = Fingerprint(name, "zero", "0" * 40, digest(serialise(document)), "issued", code)
    file = TEMPLATES / "word" / "issued.docx"
    template = WordTemplate(file.name, file.read_bytes())
    when = datetime(2025, 12, 1, 9, tzinfo=UTC)
    fields = {"title": name, "symbol": name, "marking": "For the delegations only"}
    return write(tracked(document), template, fields, made, when=when, enforce_tracking=True)


@pytest.fixture(scope="session")
def zero() -> Document:
    """The zero draft of the joint statement."""
    return draft("joint-statement")


@pytest.fixture(scope="session")
def issued(zero: Document) -> dict[str, bytes]:
    """The joint statement's zero draft as each delegation is sent it."""
    return {code: issue(zero, "joint-statement", code) for code in CODES}


@pytest.fixture(scope="session")
def master_plan() -> bytes:
    """The master plan's zero draft as Viet Nam is sent it."""
    return issue(draft("adm2030"), "adm2030", "VNM")
