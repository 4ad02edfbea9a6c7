"""A return on an older draft, brought forward onto the round's: offered first, never slipped in.

Nothing of it is lodged before its delegation has consented. What it is shown is a Word file like
the one that it was issued, with its changes tracked and its comments, and by name whatever could
not be brought forward as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mufakat.change import forward
from mufakat.change.apply import apply
from mufakat.change.merge import merge
from mufakat.change.remark.forward import remarks_forward
from mufakat.change.show.track import track
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.manifest import Rendition, publish
from mufakat.edges.objects import Shelf
from mufakat.edges.workspace import Workspace
from mufakat.procedure.brought import Told, told
from mufakat.procedure.draft import printed
from mufakat.procedure.round import Round
from mufakat.refusal import Refusal
from mufakat.services import fields
from mufakat.services.render import ISSUED, ground, output_folder, word
from mufakat.services.understand import Understood, described, text_of
from mufakat.text.markup import parse, serialise


@dataclass(frozen=True, slots=True)
class Offer:
    """What a delegation is asked to consent to: what would be lodged, and what became of all."""

    understood: Understood
    told: Told


def bring_forward(ledger: Ledger, head: Head, record: Round, found: Understood) -> Offer:
    """A return that was understood on an older draft, said against the draft of the round."""
    older = parse(text_of(ledger, head, record, found.draft))
    current = parse(text_of(ledger, head, record, record.draft))
    brought = forward.bring_forward(older, found.script, current)
    said = told(brought, older, found.draft, record.draft)
    understood = replace(
        found,
        text=serialise(apply(current, brought.script)),
        draft=record.draft,
        script=brought.script,
        remarks=remarks_forward(found.remarks, older, found.script, current, brought.text),
        warnings=(*said.lost, *said.beside, *found.warnings),
        made_from=found.draft,
    )
    return Offer(described(understood, current), said)


def asked(
    workspace: Workspace, instrument: str, record: Round, code: str, offer: Offer, now: datetime
) -> Refusal:
    """The question to the delegation, once the file that shows what it is asked is written."""
    path = _publish(workspace, instrument, record, code, offer, now)
    doubt = offer.understood.doubt
    first = f"{doubt.error} " if doubt else ""
    said, old, new = offer.told, offer.understood.made_from, printed(record.draft)
    return Refusal(
        f"{first}The file was made from {printed(old)}; {record.name.lower()} is about {new}. "
        f"{said.summary(new)} Nothing is lodged yet.",
        f"See {path}: alter it where you wish and lodge it, "
        + ("or lodge it as it is (--consent)." if _holds(offer) else "or say so (--no-comment)."),
        details=(*said.lost, *said.beside),
        more={
            "made_from": old,
            "draft": record.draft,
            "stand": said.stand,
            "already_there": said.already,
            "not_brought_forward": said.lost,
            "beside_new_words": said.beside,
            "file": str(path.absolute()),
        },
    )


def _holds(offer: Offer) -> bool:
    """Whether anything is brought forward: a change or a comment."""
    return bool(offer.understood.script or offer.understood.remarks)


def _publish(
    workspace: Workspace, instrument: str, record: Round, code: str, offer: Offer, now: datetime
) -> Path:
    """The round's file for this delegation, with its changes tracked in it and its comments."""
    base = ground(workspace.ledger, workspace.ledger.opened(instrument, record.number), instrument)
    [party] = [one for one in base.parties if one.code == code]
    found = offer.understood
    base = replace(base, objects=Shelf(workspace.ledger, base.head, dict(found.objects)))
    merged = merge(base.text, {code: found.script}, [code], found.remarks)
    changes = track(merged, {code: fields.stamp(now)})
    said = fields.issued_fields(base.meeting, record, party)
    content = word(base, changes, ISSUED, said, "issued", delegation=code)
    name = f"{instrument}-{base.draft}-{code}-brought-forward.docx"
    folder = output_folder(workspace, instrument, f"{base.draft}/brought-forward/{code}")
    return publish(folder, [Rendition(name, "issued", content)], base.source)[name]
