"""A negotiation told step by step, so that a test says only what it is about."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from mufakat.edges.workspace import Workspace
from mufakat.services.adopt import Adopted, adopt
from mufakat.services.apply_rulings import Ruled, apply_rulings
from mufakat.services.clear import clear
from mufakat.services.close_round import Closed, close_round
from mufakat.services.consolidate import Consolidated, consolidate
from mufakat.services.export_rulings import export_rulings
from mufakat.services.issue_draft import Issued, issue_draft
from mufakat.services.open_round import Opened, open_round
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.text.document import Document
from mufakat.text.markup import parse

NAME = "statement"


@dataclass(frozen=True, slots=True)
class Life:
    """One workspace, one instrument, and days counted from the first."""

    workspace: Workspace
    files: Path
    start: datetime

    def day(self, days: float) -> datetime:
        """The moment so many days after the start."""
        return self.start + timedelta(days=days)

    def issued(self, code: str, draft: str = "zero") -> bytes:
        """The file that was issued to a delegation."""
        folder = self.workspace.outputs / NAME / draft / "issued"
        return (folder / f"{NAME}-{draft}-{code}.docx").read_bytes()

    def open(self, until: float, now: float, *, sealed: bool = False) -> Opened:
        return open_round(self.workspace, NAME, self.day(until), now=self.day(now), sealed=sealed)

    def submit(
        self,
        code: str,
        data: bytes | None = None,
        now: float = 1,
        note: str = "",
        *,
        consent: bool = False,
    ) -> Receipt:
        return receive_submission(
            self.workspace,
            NAME,
            code,
            data,
            f"{code} comments.docx",
            now=self.day(now),
            note=note,
            consent=consent,
        )

    def close(self, now: float = 14) -> Closed:
        return close_round(self.workspace, NAME, now=self.day(now))

    def consolidate(self, now: float = 14) -> Consolidated:
        return consolidate(self.workspace, NAME, now=self.day(now))

    def rule(self, now: float = 15, rest: str = "accepted", **named: tuple[str, str]) -> Ruled:
        """Rules on delegations' proposals as named (disposition, text), on the rest as said."""
        path = self.workspace.root / f"rulings-{now}.yaml"
        path.unlink(missing_ok=True)
        export_rulings(self.workspace, NAME, path)
        held = yaml.safe_load(path.read_text())
        held["rest"] = {"disposition": rest, "reason": "By consensus."}
        for entry in held["rulings"]:
            for code, (disposition, text) in named.items():
                if entry["by"] == code.replace("_", "; "):
                    entry |= {"disposition": disposition, "reason": f"On {code}.", "text": text}
        path.write_text(yaml.safe_dump(held, allow_unicode=True))
        return apply_rulings(self.workspace, NAME, path, now=self.day(now))

    def issue(self, now: float = 16) -> Issued:
        return issue_draft(self.workspace, NAME, now=self.day(now))

    def clear(self, now: float = 30) -> None:
        clear(self.workspace, NAME, "officials", now=self.day(now))

    def adopt(self, now: float = 31) -> Adopted:
        return adopt(self.workspace, NAME, self.files / "chair", now=self.day(now))

    def text(self) -> Document:
        """The newest text on the main line."""
        head = self.workspace.ledger.head(NAME)
        assert head is not None
        return parse(self.workspace.ledger.read(head, "text.md").decode())

    def refs(self) -> dict[str, str]:
        """Everything that the record points at."""
        return self.workspace.ledger.repository.refs("refs")

    def outputs(self) -> dict[str, bytes]:
        """Every rendered file."""
        root = self.workspace.outputs
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def git(self, *args: str) -> str:
        """What plain git says of the record."""
        path = self.workspace.ledger.repository.path
        done = subprocess.run(
            ["git", "-C", str(path), *args], capture_output=True, text=True, check=True
        )
        return done.stdout
