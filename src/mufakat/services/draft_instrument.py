"""Writes an instrument's zero draft: from its template, or from a file somebody wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mufakat import records
from mufakat.edges.git import create, tag_text
from mufakat.edges.ledger import Head
from mufakat.edges.meeting_file import template_data
from mufakat.edges.named_file import read_named
from mufakat.edges.objects import object_digests, object_files
from mufakat.edges.record_names import INSTRUMENT, TEXT, tag
from mufakat.edges.signing import sign_tag
from mufakat.edges.workspace import Workspace
from mufakat.procedure.draft import ZERO, printed
from mufakat.procedure.instrument import Instrument, check_id
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.nearest import unknown
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import Standing
from mufakat.refusal import Refusal
from mufakat.services.look_up import until_settled
from mufakat.services.render import sent_along
from mufakat.services.start_workspace import secretariat_key
from mufakat.text.document import Document, digest, paragraphs
from mufakat.text.markup import serialise

if TYPE_CHECKING:
    from mufakat.edges.word.kept_object import Kept


@dataclass(frozen=True, slots=True)
class Drafted:
    """The zero draft on record; ``warnings`` say what a file held that could not be taken over."""

    instrument: str
    draft: str
    commit: str
    warnings: tuple[str, ...] = ()


def draft_instrument(
    workspace: Workspace, instrument: str, source: Path | None = None, *, now: datetime
) -> Drafted:
    """Records the zero draft and its signed tag.

    A ``source`` (.docx, .odt, .rtf, .md, .html) takes the template's place; with one, an
    instrument that the meeting does not list is made: all delegations, one level. Refused if the
    instrument already has another draft.
    """
    check_id(instrument)
    return until_settled(lambda: _draft(workspace, instrument, source, now))


def _draft(workspace: Workspace, name: str, source: Path | None, now: datetime) -> Drafted:
    meeting = workspace.meeting
    head = workspace.ledger.head(name)
    instrument = _listed(meeting, name)
    warnings: tuple[str, ...] = ()
    objects: Mapping[str, Kept] = {}
    if source is None:
        if instrument is None:
            raise unknown("instrument", name, [i.id for i in meeting.instruments])
        document = _from_template(workspace, instrument)
    else:
        document, warnings, objects = _from_file(workspace, source)
        instrument = instrument or _unlisted(meeting, name, document)
    text = serialise(document)
    if head:
        return _drafted_before(head, text, workspace, warnings)
    standing = Standing(name, ZERO, digest(text))
    files = {
        **sent_along(workspace),
        TEXT: text.encode(),
        INSTRUMENT: records.write(instrument),
        **object_files(objects, object_digests(document)),
    }
    commit = _publish(workspace, standing, files, now)
    return Drafted(name, ZERO, commit, warnings)


def _publish(
    workspace: Workspace, standing: Standing, files: dict[str, bytes], now: datetime
) -> str:
    meeting, ledger = workspace.meeting, workspace.ledger
    moment, author = meeting.moment(now), actor(meeting, "draft")
    name = standing.instrument
    message = f"Zero draft of {name}\n\nText: {standing.digest}\n"
    commit = ledger.commit(standing, files, message, author, moment, head=None)
    label = tag(name, ZERO)
    text = tag_text(label, commit, f"{printed(ZERO)} of {name}", author, moment)
    signed = ledger.repository.write_tag(sign_tag(text, secretariat_key(workspace)))
    ledger.publish(commit, standing, head=None, also=[create(f"refs/tags/{label}", signed)])
    ledger.repository.settle_head()
    return commit


def _drafted_before(
    head: Head, text: str, workspace: Workspace, warnings: tuple[str, ...]
) -> Drafted:
    name = head.instrument.id
    first = workspace.ledger.tagged(name, ZERO)
    before = workspace.ledger.read(workspace.ledger.at(first, name), TEXT)
    if before.decode() != text:
        raise Refusal(
            f"{name} already has a draft ({printed(head.standing.draft)}).",
            "A draft is never altered: open a round on it, or draft under another name.",
        )
    return Drafted(name, ZERO, first, warnings)


def _listed(meeting: Meeting, name: str) -> Instrument | None:
    return next((one for one in meeting.instruments if one.id == name), None)


def _unlisted(meeting: Meeting, name: str, document: Document) -> Instrument:
    words = [p.text.strip() for p in paragraphs(document) if p.style.kind in ("title", "heading")]
    title = next((" ".join(text.split()) for text in words if text), name)
    level = meeting.levels[-1].id
    return Instrument(name, title[:200], name.upper(), meeting.roster.codes, (level,))


def _from_template(workspace: Workspace, instrument: Instrument) -> Document:
    from mufakat.edges.text_template import render_text

    path = workspace.templates / instrument.template
    if not instrument.template or not path.is_file():
        raise Refusal(
            f"There is no template for {instrument.id}"
            + (f" at {path}." if instrument.template else "."),
            f"Put one there, or start from a file (mufakat draft {instrument.id} --from FILE).",
        )
    held = template_data(workspace.meeting_file)
    entry = next(one for one in held["instruments"] if one["id"] == instrument.id)
    data = {"meeting": held, "instrument": entry}
    return render_text(path.read_text(encoding="utf-8"), data)


def _from_file(
    workspace: Workspace, source: Path
) -> tuple[Document, tuple[str, ...], Mapping[str, Kept]]:
    from mufakat.edges.word.import_draft import import_draft
    from mufakat.edges.word.reader import read

    data = read_named(source)
    workspace.ledger.keep(data)
    if source.suffix.lower() in (".docx", ".docm", ".doc"):
        read(data)  # what is named a Word file is taken for no other
    document, warnings, objects = import_draft(data, source.name, workspace.limits)
    if not any(paragraph.text.strip() for paragraph in paragraphs(document)):
        raise Refusal("The file holds no text.", "Name a file with the text to be negotiated.")
    return document, warnings, objects
