"""Lays mails out as files: what a meeting without a mail server sends by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from mufakat.edges.manifest import clear_parts, dated, place
from mufakat.edges.outbox import Outbox
from mufakat.edges.workspace import Workspace


def lay_out(workspace: Workspace, *names: str) -> dict[str, Path]:
    """Writes these mails, or all, into ``outputs/mail``; where each lies, by its name.

    A mail never changes: one that lies there with its date is not read again.
    """
    outbox = Outbox(workspace.ledger)
    posted = outbox.mails(*names)
    paths = {one.about.name: mail_file(workspace, one.about.name) for one in posted}
    fresh = [one for one in posted if not dated(paths[one.about.name], one.about.recorded)]
    for folder in {paths[one.about.name].parent for one in fresh}:
        clear_parts(folder)
    for one, content in zip(fresh, outbox.content(fresh), strict=True):
        place(paths[one.about.name], content, one.about.recorded)
    return paths


def lay_out_what_is_not(workspace: Workspace, posted: Mapping[str, Collection[str]]) -> None:
    """Lays out the mails, by instrument and key, that an act which died had only recorded."""
    names = {f"{name}/{key}" for name, keys in posted.items() for key in keys}
    left = {name for name in names if not mail_file(workspace, name).exists()}
    if left:
        lay_out(workspace, *left)


def mail_file(workspace: Workspace, name: str) -> Path:
    """Where a mail lies that is laid out: ``mail/joint-statement/2-reminder-7d-PHL.eml``."""
    instrument, _, key = name.partition("/")
    return workspace.outputs / "mail" / instrument / f"{key.replace('/', '-')}.eml"
