"""Brings a round's submissions together: all attributed, nothing decided, the laws checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mufakat import records
from mufakat.change.amendment import Merge
from mufakat.change.proposal.proposals import wholes
from mufakat.change.show.track import track
from mufakat.edges.git import ABSENT, Change, Raced
from mufakat.edges.ledger import Head
from mufakat.edges.manifest import Rendition, publish
from mufakat.edges.objects import lodged_objects
from mufakat.edges.record_names import consolidated_ref, round_file
from mufakat.edges.word.forms import certificate_docx
from mufakat.edges.workspace import Workspace
from mufakat.procedure import certificate as certificates
from mufakat.procedure import matrix
from mufakat.procedure.certificate import Certificate, Law
from mufakat.procedure.fate import Fate, fate
from mufakat.procedure.permissions import actor
from mufakat.procedure.round import Round, after
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import Submission, superseded
from mufakat.services import fields
from mufakat.services.consolidation import MERGE, Gathered, gather, merge_record
from mufakat.services.laws import check_laws
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.render import (
    ISSUED,
    Ground,
    Written,
    compiled,
    ground,
    matrices,
    output_folder,
    sent_along,
    written,
)
from mufakat.text.numbering import labels
from mufakat.text.tracked import TrackedDocument

CERTIFICATE = "certificate.json"
OUTPUTS = {
    "compilation": "compilation.docx",
    "tracked": "tracked.docx",
    "matrix_docx": "matrix.docx",
    "matrix_xlsx": "matrix.xlsx",
    "merge": MERGE,
    "certificate": CERTIFICATE,
    "certificate_docx": "certificate.docx",
}
"""The files of a consolidation, by the names under which they are asked for."""

STEPS = COMPARING, CHECKING, COMPILING, TRACKING, LISTING = (
    "Comparing the returned texts",
    "Checking that nothing is lost",
    "Writing the compilation",
    "Writing the text with tracked changes",
    "Writing the matrices",
)
"""What a consolidation tells whoever waits that it is doing, in this order."""

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What the round came to; where a law does not hold, nothing is published or put out.

    ``counts`` are submissions, proposals, contested passages and the like; ``findings`` say what
    broke a law.
    """

    round: int
    outputs: Mapping[str, Path]
    counts: Mapping[str, int]
    laws: Mapping[str, bool]
    findings: tuple[str, ...]
    commit: str


@dataclass(frozen=True, slots=True)
class _Round:
    """A round brought together, in memory."""

    gathered: Gathered
    merged: Merge
    tracked: TrackedDocument
    laws: tuple[Law, ...]


def consolidate(
    workspace: Workspace, instrument: str, *, now: datetime, tell: Tell = lambda step: None
) -> Consolidated:
    """Consolidates the round that has closed; again, it makes the same files and no new commit.

    The commit is a merge: its parents are the closed round and every submission that counts.
    ``tell`` is given each of ``STEPS`` as it begins.
    """
    return until_settled(lambda: _consolidate(workspace, instrument, now, tell))


def _consolidate(workspace: Workspace, instrument: str, now: datetime, tell: Tell) -> Consolidated:
    ledger, head = workspace.ledger, look_up(workspace, instrument)
    record = current_round(head.standing)
    pointed = ledger.consolidated(instrument, record.number)
    if record.kind == "comments" and record.state in ("consolidated", "ruled", "issued"):
        base = ground(ledger, pointed, instrument)
        found = _bring_together(workspace, base.head, tell)
        return _put(workspace, base, found, *_render(base, found, tell))
    check_not_adopted(head.standing)
    changed = after(record, "consolidate")
    found = _bring_together(workspace, head, tell)
    moment = workspace.meeting.moment(now)
    paper = _certificate(head, found, found.laws, moment)
    if not paper.holds:
        return _answer(found, paper, "", {})
    closing = replace(changed, contested=len(found.merged.passages))
    standing = replace(head.standing, round=closing)
    files: dict[str, bytes | str] = {
        **sent_along(workspace),
        **lodged_objects(ledger, head, found.gathered.lodged.values()),
        round_file(record.number, MERGE): merge_record(found.merged),
        round_file(record.number, CERTIFICATE): records.dump(certificates.record(paper)),
    }
    commit = ledger.commit(
        standing,
        files,
        _message(record, found),
        actor(workspace.meeting, "consolidate"),
        moment,
        head=head,
        parents=[one.commit for one in found.gathered.lodged.values()],
    )
    pointer = Change(consolidated_ref(instrument, record.number), pointed or ABSENT, commit)
    base = ground(ledger, commit, instrument)
    renditions, paper = _render(base, found, tell)
    if paper.holds:
        ledger.publish(commit, standing, head=head, also=[pointer])
    return _put(workspace, base, found, renditions, paper)


def _bring_together(workspace: Workspace, head: Head, tell: Tell) -> _Round:
    tell(COMPARING)
    record = current_round(head.standing)
    gathered = gather(workspace.ledger, head, record)
    merged = gathered.merged()
    dates = {code: fields.stamp(one.submission.when) for code, one in gathered.lodged.items()}
    changes = track(merged, dates)
    tell(CHECKING)
    laws = check_laws(gathered, merged, changes, workspace.ledger, workspace.meeting)
    return _Round(gathered, merged, changes, laws)


def _certificate(head: Head, found: _Round, laws: tuple[Law, ...], when: datetime) -> Certificate:
    record = current_round(head.standing)
    return certificates.certificate(
        found.merged,
        laws,
        instrument=head.instrument.id,
        draft=record.draft,
        round=record.number,
        digest=head.standing.digest,
        when=when,
        fates=_fates(found),
        earlier=_earlier(found),
    )


def _fates(found: _Round) -> dict[str, Fate]:
    """Changes are in brackets until the chair rules; those taken back or replaced count too."""
    fates = {amendment.id: fate(None) for amendment in found.merged.amendments}
    for one, met in _replaced(found):
        count = one.operations or sum(one.changes.values())
        fates.update((f"{one.receipt} {n + 1}", met) for n in range(count))
    return fates


def _earlier(found: _Round) -> dict[str, Fate]:
    """The proposals of submissions that do not count."""
    return {
        f"{one.receipt} {n + 1}": met
        for one, met in _replaced(found)
        for n in range(sum(one.changes.values()))
    }


def _replaced(found: _Round) -> list[tuple[Submission, Fate]]:
    every = [one.submission for one in found.gathered.every]
    counting = {code: one.submission for code, one in found.gathered.lodged.items()}
    return [
        (one, "superseded" if one.delegation in counting else "withdrawn")
        for one in superseded(counting, every)
    ]


def _message(record: Round, found: _Round) -> str:
    counted = (
        (len(found.gathered.lodged), "submission"),
        (len(wholes(found.merged)), "proposal"),
        (len(found.merged.passages), "contested passage"),
    )
    said = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counted)
    return f"Consolidate round {record.number}: {said}\n"


def _render(base: Ground, found: _Round, tell: Tell) -> tuple[list[Rendition], Certificate]:
    """The files of the consolidation, and the certificate that they were read back."""
    tell(COMPILING)
    brackets = compiled(base, found.merged)
    tell(TRACKING)
    said = {"legend": fields.legend(base.meeting, base.instrument)}
    marked = written(base, found.tracked, ISSUED, said, "tracked")
    laws = (*found.laws, _read_back(brackets, marked))
    paper = _certificate(base.head, found, laws, base.when)
    tell(LISTING)
    rows = matrix.rows(
        found.merged, labels(base.text), fields.draft_symbol(base.instrument, base.draft)
    )
    return [
        Rendition("compilation.docx", "compilation", brackets.data),
        Rendition("tracked.docx", "tracked", marked.data),
        *matrices(base, rows),
        Rendition(MERGE, "merge", base.ledger.read(base.head, round_file(paper.round, MERGE))),
        Rendition(CERTIFICATE, "certificate", records.dump(certificates.record(paper))),
        Rendition(
            "certificate.docx",
            "certificate",
            certificate_docx(
                paper,
                base.word_template("word/certificate.docx"),
                base.fields,
                base.fingerprint("certificate"),
                when=base.when,
            ),
        ),
    ], paper


def _read_back(*files: Written) -> Law:
    findings = [f"{file.kind}: {finding}" for file in files for finding in file.findings]
    return Law("read back", not findings, findings[0] if findings else f"{len(files)} files")


def _put(
    workspace: Workspace,
    base: Ground,
    found: _Round,
    renditions: list[Rendition],
    paper: Certificate,
) -> Consolidated:
    """The answer, with the files in their folder; ``Raced`` if they are older than the record."""
    if not paper.holds:
        return _answer(found, paper, "", {})
    name = base.instrument.id
    folder = output_folder(workspace, name, f"round-{paper.round}")
    paths = publish(folder, renditions, base.source)
    if workspace.ledger.consolidated(name, paper.round) != base.head.commit:
        raise Raced(consolidated_ref(name, paper.round))  # consolidated anew while they were made
    outputs = {name: paths[file] for name, file in OUTPUTS.items()}
    return _answer(found, paper, base.head.commit, outputs)


def _answer(
    found: _Round, paper: Certificate, commit: str, outputs: Mapping[str, Path]
) -> Consolidated:
    counts = {
        "submissions": len(found.gathered.lodged),
        "proposals": paper.proposals,
        "shared": paper.shared,
        "passages": paper.passages,
        "contested": paper.contested,
        "comments": sum(paper.remarks.values()),
        "superseded": paper.became.get("superseded", 0),
    }
    findings = tuple(f"{law.name}: {law.finding}" for law in paper.laws if not law.holds)
    laws = {law.name: law.holds for law in paper.laws}
    return Consolidated(paper.round, outputs, counts, laws, findings, commit)
