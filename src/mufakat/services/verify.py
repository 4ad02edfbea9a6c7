"""Says whether a file or a dossier is the authentic text, and who agreed to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mufakat.edges import signing
from mufakat.edges.git import Repository
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.meeting_file import read_meeting
from mufakat.edges.record_names import (
    MEETING,
    TEXT,
    adopted_ref,
    tag,
)
from mufakat.edges.workspace import Workspace
from mufakat.procedure.adoption import standing_endorsements
from mufakat.procedure.clearance import cleared
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import listed
from mufakat.procedure.round import spoken
from mufakat.refusal import Refusal
from mufakat.services.dossier import ADOPTED, BUNDLE, SIGNED
from mufakat.services.start_workspace import SIGNERS
from mufakat.text.document import digest


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is the authentic text; ``findings`` are sentences, the reasons first."""

    authentic: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of an adopted text: its record, its files and signatures, who may sign."""

    repository: Repository
    instrument: str
    signed: Mapping[str, bytes]
    signers: str


def verify(path: Path, *, workspace: Workspace | None = None) -> Verdict:
    """Checks a dossier (a folder), or a file against the dossier or workspace that it lies in.

    A file elsewhere is checked against ``workspace``. Refused if there is nothing at ``path``, or
    nothing to check it against.
    """
    path = path.absolute()
    if not path.exists():
        raise Refusal(f"There is nothing at {path}.", "Name a file or a dossier.")
    if path.is_dir():
        folder = path if (path / BUNDLE).is_file() else path / "dossier"
        if not (folder / BUNDLE).is_file():
            raise Refusal(
                f"{path} is no dossier: it has no {BUNDLE}.",
                "Name the folder that was handed over at adoption.",
            )
        return _dossier(folder)
    return _file(path, workspace)


def _dossier(folder: Path) -> Verdict:
    with tempfile.TemporaryDirectory(prefix="mufakat-") as scratch:
        evidence = _unbundled(folder, Path(scratch))
        if isinstance(evidence, str):
            return Verdict(False, (evidence,))
        problems = [*_files(evidence), *_record(evidence)]
        if problems:
            return Verdict(False, tuple(problems))
        return Verdict(True, tuple(_agreed(evidence)))


def _unbundled(folder: Path, scratch: Path) -> _Evidence | str:
    """The dossier's record in a repository of its own; a sentence if it has none that is sound."""
    repository = Repository(scratch / "check.git")
    repository.init()
    try:
        repository.fetch(folder / BUNDLE)
    except Refusal as refusal:
        return f"The record ({BUNDLE}) is damaged: {refusal.hint.splitlines()[0]}"
    names = [
        ref.removeprefix("refs/tags/").removesuffix(f"/{ADOPTED}")
        for ref in repository.refs("refs/tags")
        if ref.endswith(f"/{ADOPTED}")
    ]
    if len(names) != 1:
        return "The record holds no adopted text."
    signed = {
        name: (folder / name).read_bytes()
        for name in (*SIGNED, *(f"{name}.sig" for name in SIGNED))
        if (folder / name).is_file()
    }
    allowed = folder / SIGNERS
    return _Evidence(
        repository, names[0], signed, allowed.read_text("utf-8") if allowed.is_file() else ""
    )


def _files(evidence: _Evidence) -> Iterator[str]:
    """What is wrong with the adopted files and their signatures: each has to be the chair's."""
    said, chair = _tag_text(evidence), _chair(evidence)
    for name in SIGNED:
        content = evidence.signed.get(name)
        signature = evidence.signed.get(f"{name}.sig")
        if content is None or signature is None:
            yield f"{name} or its signature is missing."
        elif signing.signer(content, signature, evidence.signers) != chair:
            yield f"{name} is not what the chair signed."
        elif f"{digest(content)}  {name}" not in said:
            yield f"{name} is not the file that the tag names."


def _record(evidence: _Evidence) -> Iterator[str]:
    """What is wrong with the signed tag and the words that it stands for."""
    label = tag(evidence.instrument, ADOPTED)
    with tempfile.TemporaryDirectory(prefix="mufakat-") as folder:
        allowed = Path(folder, SIGNERS)
        allowed.write_text(evidence.signers, encoding="utf-8")
        try:
            evidence.repository.check_tag(label, allowed)
        except Refusal as refusal:
            yield f"The tag {label} has no good signature: {refusal.hint.splitlines()[0]}"
    words = evidence.repository.read([f"refs/tags/{label}:{TEXT}"])[0]
    if words is None or words != evidence.signed.get(TEXT):
        yield f"The words of the record are not those of {TEXT}."
    adoption = _adopted_head(evidence).standing.adoption
    if not adoption or digest(words or b"") != adoption.digest:
        yield "The record does not say that these words were adopted."
    key = signing.keys_of(evidence.signers).get(_chair(evidence), "")
    if not key or (adoption and signing.fingerprint(key) != adoption.key):
        yield "The chair's key is not the one that the record names."


def _agreed(evidence: _Evidence) -> Iterator[str]:
    """Who agreed to the words, when, and with what signature."""
    head = _adopted_head(evidence)
    standing, adoption = head.standing, head.standing.adoption
    assert adoption is not None
    meeting = read_meeting(Ledger(evidence.repository.path).read(head, MEETING))
    levels = {level.id: level.name for level in meeting.levels}
    yield (
        f"This is the authentic text of {head.instrument.title} ({evidence.instrument}), "
        f"{head.instrument.done} by {levels.get(adoption.level, adoption.level)} on "
        f"{spoken(adoption.when)}."
    )
    yield f"The chair signed its files and its tag {adoption.tag} with the key {adoption.key}."
    yield f"Its words have the SHA-256 {adoption.digest}."
    done = [levels.get(name, name) for name in cleared(standing.clearances, adoption.digest)]
    if done:
        yield f"These words were cleared by {listed(done)}."
    if standing.agreed == adoption.digest:
        yield "They passed a silence procedure."
    said = standing_endorsements(standing.endorsements, adoption.digest)
    full = [code for code, word in said.items() if not word.ad_referendum]
    pending = [code for code, word in said.items() if word.ad_referendum]
    if full:
        yield f"Endorsed by {listed(full)}."
    if pending:
        yield f"Endorsed ad referendum by {listed(pending)}."
    for reservation in standing.reservations:
        yield f"Reservation of {reservation.delegation}: {reservation.text}"


def _chair(evidence: _Evidence) -> str:
    """The address of whoever adopted the text, as the record has it."""
    label = f"refs/tags/{tag(evidence.instrument, ADOPTED)}"
    return evidence.repository.commits("-1", label)[0].author.email


def _adopted_head(evidence: _Evidence) -> Head:
    ledger = Ledger(evidence.repository.path)
    return ledger.at(ledger.tagged(evidence.instrument, ADOPTED), evidence.instrument)


def _tag_text(evidence: _Evidence) -> str:
    label = f"refs/tags/{tag(evidence.instrument, ADOPTED)}"
    return (evidence.repository.read([label])[0] or b"").decode(errors="replace")


def _file(path: Path, workspace: Workspace | None) -> Verdict:
    """A file: is it, byte for byte, one that was signed at adoption?"""
    data = path.read_bytes()
    for folder in (path.parent, path.parent / "dossier"):
        if (folder / BUNDLE).is_file():
            verdict = _dossier(folder)
            if not verdict.authentic:
                return verdict
            kept = {name: (folder / name).read_bytes() for name in SIGNED}
            return _compared(path, data, kept, verdict.findings)
    ledger = _ledger(path, workspace)
    for evidence in _adopted(ledger):
        if data in evidence.signed.values():
            problems = [*_files(evidence), *_record(evidence)]
            return Verdict(not problems, tuple(problems or _agreed(evidence)))
    return Verdict(False, (f"{path.name} is no file that was adopted here.", *_says(data)))


def _ledger(path: Path, workspace: Workspace | None) -> Ledger:
    try:
        return (workspace or Workspace.open(path.parent)).ledger
    except Refusal as refusal:
        raise Refusal(
            f"There is nothing here to check {path.name} against.",
            "Put it into its dossier, or name the workspace (--workspace DIR).",
        ) from refusal


def _adopted(ledger: Ledger) -> Iterator[_Evidence]:
    for name in ledger.instruments():
        if ledger.tagged(name, ADOPTED):
            held = ledger.folder_of(adopted_ref(name))
            signers = held.get(SIGNERS, b"").decode()
            yield _Evidence(ledger.repository, name, held, signers)


def _compared(
    path: Path, data: bytes, kept: Mapping[str, bytes], findings: tuple[str, ...]
) -> Verdict:
    if data in kept.values():
        return Verdict(True, findings)
    return Verdict(False, (f"{path.name} is not a file that was signed at adoption.", *_says(data)))


def _says(data: bytes) -> Iterator[str]:
    """What a Word file says of itself, for whoever wonders why it is not authentic."""
    from mufakat.edges.word.reader import read

    try:
        returned = read(data)
    except Refusal:
        return
    found = returned.fingerprint
    if found is None:
        yield "It does not say which draft it was made from."
    elif found.kind == "final":
        yield (
            f"It says that it is the adopted text of {found.instrument}, but it was saved again "
            "or changed after it was signed."
        )
    else:
        kind = f" ({found.kind})" if found.kind else ""
        yield f"It says that it is {printed(found.draft)} of {found.instrument}{kind}."
