"""Files from the record: what they say is in the commit they are made from, to the last byte.

Each file is read back after it is written; one that does not mean the same is not published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mufakat.change.amendment import Merge
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.show.compilation import compilation
from mufakat.change.show.track import track
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.manifest import Rendition, Source
from mufakat.edges.meeting_file import read_meeting
from mufakat.edges.objects import Shelf
from mufakat.edges.record_names import MEETING, TEMPLATES, TEXT
from mufakat.edges.sheet import matrix_xlsx
from mufakat.edges.word.check import meaning_kept
from mufakat.edges.word.fingerprint import FileKind, Fingerprint
from mufakat.edges.word.forms import matrix_docx
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.edges.workspace import Workspace
from mufakat.procedure.delegation import Delegation
from mufakat.procedure.draft import printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.matrix import Row
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.paragraph import paragraph_states
from mufakat.procedure.rules import ParagraphState
from mufakat.refusal import Refusal
from mufakat.services import fields
from mufakat.text.document import Document
from mufakat.text.markup import parse
from mufakat.text.tracked import TrackedDocument
from mufakat.text.tracking import tracked

ISSUED, COMPILED, FINAL = "word/issued.docx", "word/compilation.docx", "word/final.docx"
MATRIX = "word/matrix.docx"
PDF = "pdf/final.typ"
_SENT_ALONG = ("word/*.docx", "pdf/*.typ")


@dataclass(frozen=True, slots=True)
class Ground:
    """A commit with all that a file made from it says: text, meeting, templates, date."""

    ledger: Ledger
    head: Head
    when: datetime
    meeting: Meeting
    text: Document
    digest: str
    objects: Shelf

    @property
    def instrument(self) -> Instrument:
        """The instrument whose commit it is."""
        return self.head.instrument

    @property
    def parties(self) -> tuple[Delegation, ...]:
        """The delegations that negotiate it, partners among them, in roster order."""
        return self.meeting.parties(self.instrument)

    @property
    def draft(self) -> str:
        """The draft that the commit's text is."""
        return self.head.standing.draft

    @property
    def fields(self) -> dict[str, str]:
        """What every file made from here says around the text."""
        return fields.draft_fields(self.meeting, self.instrument, self.draft, self.when)

    @property
    def source(self) -> Source:
        """What the manifest says of the files made from here."""
        return Source(self.instrument.id, self.draft, self.head.commit, self.digest, self.when)

    def template(self, name: str) -> bytes:
        """A template that the commit keeps; refused if it keeps none of that name."""
        try:
            return self.ledger.read(self.head, f"{TEMPLATES}/{name}")
        except KeyError:
            raise Refusal(
                f"The template {TEMPLATES}/{name} is missing.",
                "Put it there in the workspace, and run this again.",
            ) from None

    def word_template(self, name: str) -> WordTemplate:
        """The same with the name of its file, for a refusal to tell."""
        return WordTemplate(f"{TEMPLATES}/{name}", self.template(name))

    def fingerprint(self, kind: FileKind, delegation: str = "") -> Fingerprint:
        """What a file made from here says it is."""
        return Fingerprint(
            self.instrument.id, self.draft, self.head.commit, self.digest, kind, delegation
        )


@lru_cache(maxsize=8)
def ground(ledger: Ledger, commit: str, instrument: str) -> Ground:
    """What files are made from, read from a commit alone, which never changes."""
    return _ground(ledger.repository.path, commit, instrument)


@lru_cache(maxsize=8)
def _ground(record: Path, commit: str, instrument: str) -> Ground:
    ledger = Ledger(record)
    head = ledger.at(commit, instrument)
    meeting = read_meeting(ledger.read(head, MEETING))
    text = parse(ledger.read(head, TEXT).decode())
    when = meeting.moment(ledger.when(commit))
    return Ground(ledger, head, when, meeting, text, head.standing.digest, Shelf(ledger, head))


def sent_along(workspace: Workspace) -> dict[str, bytes]:
    """The meeting file and the templates as they are now, for a commit that files are made from."""
    files = {MEETING: workspace.meeting_file}
    for pattern in _SENT_ALONG:
        for path in sorted(workspace.templates.glob(pattern)):
            if (
                path.name.isascii()
                and not path.name.startswith((".", "~"))
                and " " not in path.name
            ):
                name = path.relative_to(workspace.templates).as_posix()
                files[f"{TEMPLATES}/{name}"] = path.read_bytes()
    return files


@dataclass(frozen=True, slots=True)
class Written:
    """A Word file, and what is different in it when it is read back."""

    data: bytes
    findings: tuple[str, ...]
    kind: str


def written(
    base: Ground,
    held: TrackedDocument,
    template: str,
    said: Mapping[str, str],
    kind: FileKind,
    *,
    delegation: str = "",
    check: bool = True,
    states: Mapping[str, ParagraphState] | None = None,
) -> Written:
    """A Word file of the text, and what reading it back found (law 7)."""
    data = write(
        held,
        base.word_template(template),
        {**base.fields, **said},
        base.fingerprint(kind, delegation),
        when=base.when,
        enforce_tracking=kind == "issued",
        objects=base.objects.find,
        states=states,
    )
    return Written(data, meaning_kept(held, data) if check else (), kind)


def word(
    base: Ground,
    held: TrackedDocument,
    template: str,
    said: Mapping[str, str],
    kind: FileKind,
    *,
    delegation: str = "",
    check: bool = True,
) -> bytes:
    """A Word file of the text; refused if it does not read back as the same."""
    return published(written(base, held, template, said, kind, delegation=delegation, check=check))


def published(made: Written) -> bytes:
    """A Word file's bytes; refused if it does not read back as the same."""
    if made.findings:
        raise Refusal(
            f"The {made.kind} file, read back, does not mean the same: {made.findings[0]}.",
            "It is not published. Try the template that came along; report the text if that fails.",
        )
    return made.data


def compiled(base: Ground, merged: Merge, positions: Mapping[str, str] | None = None) -> Written:
    """The compilation text of a merge, with where each paragraph stands; read back."""
    states = paragraph_states(merged)
    said = {
        "legend": fields.legend(base.meeting, base.instrument),
        **fields.states_legend(merged.base, states),
    }
    text = tracked(compilation(merged, positions))
    return written(base, text, COMPILED, said, "compilation", states=states)


def issued_name(instrument: str, draft: str, code: str) -> str:
    """The name of the file issued to a delegation."""
    return f"{instrument}-{draft}-{code}.docx"


def issued_file(base: Ground, party: Delegation, *, check: bool = True) -> bytes:
    """The Word file that one delegation is sent when a round opens."""
    record = base.head.standing.round
    assert record is not None
    said = fields.issued_fields(base.meeting, record, party)
    return word(
        base, tracked(base.text), ISSUED, said, "issued", delegation=party.code, check=check
    )


def issued(base: Ground) -> list[Rendition]:
    """The Word files that a round begins with, one a delegation."""
    return [
        Rendition(
            issued_name(base.instrument.id, base.draft, party.code),
            "issued",
            issued_file(base, party),
        )
        for party in base.parties
    ]


def clean(base: Ground) -> Rendition:
    """A draft as it stands."""
    return Rendition("clean.docx", "clean", word(base, tracked(base.text), ISSUED, {}, "clean"))


def matrices(base: Ground, lines: Sequence[Row]) -> list[Rendition]:
    """The comment matrix, for Word and as a sheet."""
    seal = base.fingerprint("matrix")
    table = matrix_docx(lines, base.word_template(MATRIX), base.fields, seal, when=base.when)
    sheet = matrix_xlsx(lines, base.fields, seal, when=base.when)
    return [
        Rendition("matrix.docx", "matrix", table),
        Rendition("matrix.xlsx", "matrix", sheet),
    ]


def marked(base: Ground, before: Document, since: str) -> Rendition:
    """A draft with all that is new in it since another, struck and underlined."""
    author = printed(base.draft)
    script = diff(before, base.text)
    changes = track(merge(before, {author: script}, [author]), {author: fields.stamp(base.when)})
    said = {"legend": fields.marked_legend(since)}
    return Rendition("marked.docx", "marked", word(base, changes, ISSUED, said, "marked"))


def output_folder(workspace: Workspace, instrument: str, name: str) -> Path:
    """Where outputs of an instrument go: ``zero/issued``, ``round-1``, ``rev-1``, ``adopted``."""
    return workspace.outputs / instrument / name
