"""The files that go along with a notice: as they were published, or made again from the record."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mufakat.edges.eml import PDF, WORD, Attached
from mufakat.edges.manifest import complete
from mufakat.edges.record_names import adopted_ref
from mufakat.edges.workspace import Workspace
from mufakat.procedure.notice import Notice
from mufakat.procedure.round import Round
from mufakat.procedure.standing import Standing
from mufakat.services.dossier import DOCX, PDF_FILE
from mufakat.services.look_up import look_up
from mufakat.services.render import Ground, ground, issued_file, issued_name, output_folder


def issued_folder(workspace: Workspace, instrument: str, record: Round) -> Path:
    """Where the files of a round lie that were issued when it opened."""
    name = "issued" if record.kind == "comments" else f"silence-{record.number}"
    return output_folder(workspace, instrument, f"{record.draft}/{name}")


class Enclosures:
    """The files for a batch of notices; what several of them need is looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._standing = cache(self._look_up)
        self._whole = cache(complete)
        self._ground = cache(self._opened)
        self._adopted = cache(lambda name: workspace.ledger.folder_of(adopted_ref(name)))

    def of(self, notice: Notice) -> list[Attached]:
        """The files of a notice; a delegation without a letter gets none."""
        makers = {
            "issued": self._issued,
            "letter": self._letter,
            "clean": self._clean,
            "final": self._final,
        }
        return [file for what in notice.encloses for file in makers[what](notice)]

    def _issued(self, notice: Notice) -> list[Attached]:
        record = self._standing(notice.instrument).round
        assert record is not None
        name = issued_name(notice.instrument, record.draft, notice.delegation)
        file = issued_folder(self._workspace, notice.instrument, record) / name
        if self._whole(file.parent) and file.is_file():
            return [Attached(name, WORD, file.read_bytes())]
        base = self._ground(notice.instrument, record.number)
        [party] = [p for p in base.meeting.parties(base.instrument) if p.code == notice.delegation]
        return [Attached(name, WORD, issued_file(base, party, check=False))]

    def _letter(self, notice: Notice) -> list[Attached]:
        code = notice.delegation
        return self._draft(notice, f"letters/{code}.docx", f"letter-{code}")

    def _clean(self, notice: Notice) -> list[Attached]:
        return self._draft(notice, "clean.docx", "clean")

    def _draft(self, notice: Notice, file: str, name: str) -> list[Attached]:
        draft = self._standing(notice.instrument).draft
        folder = output_folder(self._workspace, notice.instrument, draft)
        if not self._whole(folder):
            from mufakat.services.issue_draft import publish_draft  # late: it posts notices itself

            publish_draft(self._workspace, notice.instrument)
            self._whole.cache_clear()
        path = folder / file
        named = f"{notice.instrument}-{draft}-{name}.docx"
        return [Attached(named, WORD, path.read_bytes())] if path.is_file() else []

    def _final(self, notice: Notice) -> list[Attached]:
        kept, name = self._adopted(notice.instrument), notice.instrument
        named = ((DOCX, f"{name}.docx", WORD), (PDF_FILE, f"{name}.pdf", PDF))
        return [Attached(called, kind, kept[file]) for file, called, kind in named]

    def _look_up(self, instrument: str) -> Standing:
        return look_up(self._workspace, instrument).standing

    def _opened(self, instrument: str, number: int) -> Ground:
        ledger = self._workspace.ledger
        return ground(ledger, ledger.opened(instrument, number), instrument)
