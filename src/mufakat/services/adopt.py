"""Adopts the current draft: the final files, the chair's signature on them, and the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mufakat.edges import signing
from mufakat.edges.git import create, tag_text
from mufakat.edges.ledger import Head
from mufakat.edges.manifest import NAME, Rendition, publish
from mufakat.edges.pdf import final_pdf
from mufakat.edges.record_names import TEXT, adopted_ref, tag
from mufakat.edges.workspace import Workspace
from mufakat.procedure.adoption import Adoption, check_ready
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import check
from mufakat.services import fields
from mufakat.services.dossier import ADOPTED, DOCX, PDF_FILE, SIGNED, dossier
from mufakat.services.doubts import check_finished
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up
from mufakat.services.render import FINAL, PDF, Ground, ground, output_folder, sent_along, word
from mufakat.services.start_workspace import SIGNERS, allow, secretariat_key
from mufakat.text.document import digest
from mufakat.text.numbering import labels
from mufakat.text.tracking import tracked


@dataclass(frozen=True, slots=True)
class Outputs:
    """The adopted files; ``dossier`` is a folder that a stranger can check."""

    docx: Path
    pdf: Path
    manifest: Path
    dossier: Path


@dataclass(frozen=True, slots=True)
class Adopted:
    """The adoption on record; ``key`` is the fingerprint of the key that signed it.

    ``already``: it was on record before, and the key that was given now was not used.
    """

    outputs: Outputs
    tag: str
    commit: str
    key: str = ""
    already: bool = field(default=False, compare=False)


def adopt(
    workspace: Workspace, instrument: str, key: Path, *, now: datetime, consent: bool = False
) -> Adopted:
    """Adopts the text with the chair's SSH ``key``, at the last of the instrument's levels.

    Refused while a level has not cleared these words, a round is not over, or a proposal is
    deferred; and with a question, unless there is ``consent``, where the text looks unfinished.
    Once adopted, the files are made again from the record, and the key is not asked.
    """
    done = until_settled(lambda: _adopt(workspace, instrument, key, now, consent))
    follow_up(workspace, instrument, now)
    return done


def _adopt(
    workspace: Workspace, instrument: str, key: Path, now: datetime, consent: bool
) -> Adopted:
    head = look_up(workspace, instrument)
    label = tag(instrument, ADOPTED)
    commit = workspace.ledger.tagged(instrument, ADOPTED)
    already = bool(commit)
    if not already:
        moment = workspace.meeting.moment(now)
        commit = _sign_and_publish(workspace, head, key, moment, label, consent)
    base = ground(workspace.ledger, commit, instrument)
    signed = workspace.ledger.folder_of(adopted_ref(instrument))
    allow(workspace, signed[SIGNERS].decode())
    folder = output_folder(workspace, instrument, ADOPTED)
    final = [Rendition(name, "final", signed[name]) for name in (DOCX, PDF_FILE)]
    paths = publish(folder, final, base.source)
    whole = publish(folder / "dossier", dossier(workspace.ledger, base, signed), base.source)
    outputs = Outputs(paths[DOCX], paths[PDF_FILE], paths[NAME], whole[NAME].parent)
    adoption = base.head.standing.adoption
    return Adopted(outputs, label, commit, adoption.key if adoption else "", already)


def _sign_and_publish(
    workspace: Workspace, head: Head, key: Path, moment: datetime, label: str, consent: bool
) -> str:
    ledger, meeting, held = workspace.ledger, workspace.meeting, head.standing
    check(held, "adopt")
    check_ready(head.instrument, held.clearances, held.digest, deferred=held.deferred)
    if not consent:
        check_finished(workspace.ledger, head, head.instrument.done)
    public = signing.public_key(key)
    chair = actor(meeting, "adopt")
    level = head.instrument.levels[-1]
    done = head.instrument.done
    adoption = Adoption(level, held.draft, held.digest, moment, label, signing.fingerprint(public))
    standing = replace(held, adoption=adoption)
    message = f"{done.capitalize()} by {meeting.level(level).name}\n\nText: {held.digest}\n"
    files = sent_along(workspace)
    commit = ledger.commit(standing, files, message, chair, moment, head=head)
    final = _final_files(ground(ledger, commit, held.instrument))
    signatures = {f"{name}.sig": signing.sign(data, key) for name, data in final.items()}
    keys = {
        chair.email: public,
        meeting.secretariat.email: signing.public_key(secretariat_key(workspace)),
    }
    allowed = {SIGNERS: signing.allowed_signers(keys).encode()}
    published = {**final, **signatures, **allowed}
    words = f"The adopted files of {held.instrument}\n"
    kept = ledger.repository.write_commit(published, [commit], words, chair, moment)
    words = _tag_message(head.instrument.title, message, final)
    text = tag_text(label, commit, words, chair, moment)
    signed = ledger.repository.write_tag(signing.sign_tag(text, key))
    also = [create(f"refs/tags/{label}", signed), create(adopted_ref(held.instrument), kept)]
    ledger.publish(commit, standing, head=head, also=also)
    return commit


def _final_files(base: Ground) -> dict[str, bytes]:
    adoption = base.head.standing.adoption
    assert adoption is not None
    said = base.fields | fields.final_fields(
        base.meeting, base.instrument, adoption.level, base.when
    )
    return {
        TEXT: base.ledger.read(base.head, TEXT),
        DOCX: word(base, tracked(base.text), FINAL, said, "final"),
        PDF_FILE: final_pdf(
            base.text,
            labels(base.text),
            base.template(PDF),
            said,
            base.fingerprint("final"),
            when=base.when,
            objects=base.objects.find,
        ),
    }


def _tag_message(title: str, message: str, final: Mapping[str, bytes]) -> str:
    """What the tag says and its signature covers: the digests of the adopted files among it."""
    digests = "".join(f"{digest(final[name])}  {name}\n" for name in SIGNED)
    return f"{title}\n\n{message}\nSHA-256 of the adopted files:\n\n{digests}"
