"""Issues the next draft: what the rulings made of the text, and a letter to each delegation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mufakat.change.amendment import Carried, Merge
from mufakat.change.merge import merge
from mufakat.change.ruling import Decision, carry, resolve
from mufakat.edges import rulings_file
from mufakat.edges.git import create, tag_text
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.manifest import Rendition, publish
from mufakat.edges.record_names import (
    CARRIED,
    TEXT,
    round_file,
    tag,
)
from mufakat.edges.signing import sign_tag
from mufakat.edges.word.forms import letter_docx
from mufakat.edges.workspace import Workspace
from mufakat.procedure import matrix
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.draft import following, preceding, printed
from mufakat.procedure.fate import Fate, count, fate, nothing_lost
from mufakat.procedure.letter import letter
from mufakat.procedure.paragraph import counted, paragraph_states
from mufakat.procedure.permissions import actor
from mufakat.procedure.position import columns, observations
from mufakat.procedure.round import Round, after
from mufakat.procedure.rules import ParagraphState
from mufakat.procedure.standing import Standing, check_not_adopted, current_round
from mufakat.refusal import Refusal
from mufakat.services import fields
from mufakat.services.apply_rulings import RULINGS, decisions, settled_rulings
from mufakat.services.consolidation import (
    MERGE,
    carried_record,
    merge_record,
    recorded_carried,
    recorded_merge,
)
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up
from mufakat.services.render import (
    Ground,
    clean,
    compiled,
    ground,
    marked,
    matrices,
    output_folder,
    published,
    sent_along,
)
from mufakat.services.start_workspace import secretariat_key
from mufakat.services.take_position import held_positions
from mufakat.text.document import Document, digest
from mufakat.text.identity import identify, ids
from mufakat.text.markup import parse, serialise
from mufakat.text.numbering import labels

LETTER = "word/letter.docx"
BRACKETED = "bracketed.docx"


@dataclass(frozen=True, slots=True)
class Outputs:
    """The draft as it stands and what is new in it; what became of all, and of each's proposals.

    ``bracketed`` is the draft with what stands over in brackets, if anything does.
    """

    clean: Path
    marked: Path
    matrix_docx: Path
    matrix_xlsx: Path
    letters: Mapping[str, Path]
    bracketed: Path | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The draft on record; ``deferred`` counts the proposals that stand over to the next round.

    ``paragraphs`` counts those of the draft before: settled, bracketed, or never in question.
    """

    draft: str
    outputs: Outputs
    deferred: int
    commit: str
    paragraphs: Mapping[ParagraphState, int] = field(default_factory=dict)


def issue_draft(workspace: Workspace, instrument: str, *, now: datetime) -> Issued:
    """Issues the draft that the rulings on record give; refused before the chair has ruled.

    Accepted words are in it, with the ids of all that was there before; deferred proposals are
    said again against it and stand over. Called again before the next round it only makes files.
    """
    done = until_settled(lambda: _issue(workspace, instrument, now))
    follow_up(workspace, instrument, now)
    return done


def publish_draft(workspace: Workspace, instrument: str) -> Issued:
    """Makes the files of the newest draft, which the last round led to, again from the record."""
    draft = look_up(workspace, instrument).standing.draft
    ledger = workspace.ledger
    base = ground(ledger, ledger.tagged(instrument, draft), instrument)
    return _publish(workspace, base, _files(base))


def _issue(workspace: Workspace, instrument: str, now: datetime) -> Issued:
    head = look_up(workspace, instrument)
    record = current_round(head.standing)
    if record.kind == "comments" and record.state == "issued":
        return publish_draft(workspace, instrument)
    check_not_adopted(head.standing)
    base, files = _record(workspace, head, record, workspace.meeting.moment(now))
    return _publish(workspace, base, files)


def _publish(workspace: Workspace, base: Ground, files: list[Rendition]) -> Issued:
    folder = output_folder(workspace, base.instrument.id, base.draft)
    paths = publish(folder, files, base.source)
    letters = {path.stem: path for name, path in paths.items() if name.startswith("letters/")}
    outputs = Outputs(
        paths["clean.docx"],
        paths["marked.docx"],
        paths["matrix.docx"],
        paths["matrix.xlsx"],
        letters,
        paths.get(BRACKETED),
    )
    record = current_round(base.head.standing)
    paragraphs = counted(paragraph_states(*_ruled(base.ledger, base.head, record)))
    deferred = base.head.standing.deferred
    return Issued(base.draft, outputs, deferred, base.head.commit, paragraphs)


def _record(
    workspace: Workspace, head: Head, record: Round, moment: datetime
) -> tuple[Ground, list[Rendition]]:
    """Commits the next draft and its signed tag, once its files can be made."""
    changed = after(record, "issue")
    ledger, name = workspace.ledger, head.instrument.id
    merged, settled = _ruled(ledger, head, record)
    document, carried = _next_text(ledger, head, merged, decisions(settled))
    text = serialise(document)
    draft = following(record.draft)
    standing = replace(
        head.standing, draft=draft, digest=digest(text), round=changed, deferred=len(carried)
    )
    files = {
        **sent_along(workspace),
        TEXT: text.encode(),
        CARRIED: carried_record(carried),
    }
    author = actor(workspace.meeting, "issue")
    message = _message(standing, merged, settled)
    commit = ledger.commit(standing, files, message, author, moment, head=head)
    base = ground(ledger, commit, name)
    renditions = _files(base)
    label = tag(name, draft)
    text_of_tag = tag_text(label, commit, f"{printed(draft)} of {name}", author, moment)
    signed = ledger.repository.write_tag(sign_tag(text_of_tag, secretariat_key(workspace)))
    ledger.publish(commit, standing, head=head, also=[create(f"refs/tags/{label}", signed)])
    return base, renditions


def _ruled(ledger: Ledger, head: Head, record: Round) -> tuple[Merge, dict[str, Ruling]]:
    """The round's merge, and each proposal's ruling."""
    merged = recorded_merge(ledger, head, record.number)
    held = ledger.read(head, round_file(record.number, RULINGS))
    return merged, settled_rulings(rulings_file.recorded(held))


def _next_text(
    ledger: Ledger, head: Head, merged: Merge, decided: Mapping[str, Decision]
) -> tuple[Document, tuple[Carried, ...]]:
    resolution = resolve(merged, decided)
    document = identify(resolution.document, _ids_given(ledger, head))
    carried = [carry(merged, decided, document, one) for one in resolution.deferred]
    return document, tuple(proposal for proposal in carried if proposal.script)


def _ids_given(ledger: Ledger, head: Head) -> list[str]:
    """Every id that a draft of this instrument ever had: none is given to anything else."""
    name, draft, given = head.instrument.id, head.standing.draft, []
    while draft:
        content = ledger.repository.read([f"{ledger.tagged(name, draft)}:{TEXT}"])[0]
        given += list(ids(parse((content or b"").decode())))
        draft = preceding(draft)
    return given


def _message(standing: Standing, merged: Merge, settled: Mapping[str, Ruling]) -> str:
    fates = _fates(settled)
    if not nothing_lost([amendment.id for amendment in merged.amendments], fates):
        raise Refusal(
            "The rulings on record do not answer every proposal of the round exactly once.",
            "Export and apply them again (mufakat rulings).",
        )
    met = "".join(f"{n} {one}\n" for one, n in count(fates.values()).items() if n)
    return f"{printed(standing.draft)} of {standing.instrument}\n\n{met}Text: {standing.digest}\n"


def _fates(settled: Mapping[str, Ruling]) -> dict[str, Fate]:
    return {name: fate(ruling.disposition) for name, ruling in settled.items()}


def _files(base: Ground) -> list[Rendition]:
    record = base.head.standing.round
    assert record is not None
    merged, settled = _ruled(base.ledger, base.head, record)
    before = preceding(base.draft)
    positions = held_positions(base.ledger, base.head)
    rows = matrix.rows(
        merged,
        labels(merged.base),
        fields.draft_symbol(base.instrument, before),
        rulings=settled,
        resulting=base.text,
        positions=columns(positions),
        observations=observations(positions),
    )
    return [
        clean(base),
        *_bracketed(base),
        marked(base, merged.base, before),
        *matrices(base, rows),
        Rendition(MERGE, "merge", merge_record(merged, _fates(settled))),
        *_letters(base, merged, rows, before),
    ]


def _bracketed(base: Ground) -> list[Rendition]:
    """The draft with what the chair carried forward in brackets, under its sponsors' names."""
    carried = recorded_carried(base.ledger, base.head)
    if not carried:
        return []
    standing = merge(base.text, {}, base.instrument.parties, (), carried)
    return [Rendition(BRACKETED, "compilation", published(compiled(base, standing)))]


def _letters(
    base: Ground, merged: Merge, rows: tuple[matrix.Row, ...], before: str
) -> list[Rendition]:
    """A letter to each delegation that took part or whose proposal stood over."""
    named = {*merged.states, *(s for a in merged.amendments for s in a.sponsors)}
    return [
        Rendition(
            f"letters/{party.code}.docx",
            "letter",
            letter_docx(
                letter(party.code, rows, name=party.said, draft=fields.the_draft(before)),
                base.word_template(LETTER),
                base.fields,
                base.fingerprint("letter", party.code),
                when=base.when,
            ),
        )
        for party in base.parties
        if party.code in named
    ]
