"""Lays mails out as files: what a meeting without a mail server sends by hand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from mufakat.edges.manifest import place
from mufakat.edges.outbox import Outbox
from mufakat.edges.workspace import Workspace


def lay_out(workspace: Workspace, names: Collection[str] | None = None) -> dict[str, Path]:
    """Writes these mails, or all, into ``outputs/mail``; where each lies, by its name."""
    outbox = Outbox(workspace.ledger)
    posted = [one for one in outbox.mails() if names is None or one.about.name in names]
    paths = {}
    for one, content in zip(posted, outbox.content(posted), strict=True):
        path = mail_file(workspace, one.about.name)
        place(path, content, one.about.recorded)
        paths[one.about.name] = path
    return paths


def mail_file(workspace: Workspace, name: str) -> Path:
    """Where a mail lies that is laid out: ``mail/joint-statement/2-reminder-7d-PHL.eml``."""
    instrument, _, key = name.partition("/")
    return workspace.outputs / "mail" / instrument / f"{key.replace('/', '-')}.eml"
