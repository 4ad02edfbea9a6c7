"""Looks after the record each night: it is whole, no dead lock is in the way, a copy lies aside."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mufakat import records
from mufakat.edges.git import ABSENT, Change, Raced, Repository
from mufakat.edges.left_behind import older_than
from mufakat.edges.shared import CHAIN
from mufakat.edges.whole_file import PART
from mufakat.edges.workspace import Workspace
from mufakat.procedure.meeting import Backups
from mufakat.refusal import Refusal
from mufakat.services.look_up import until_settled

LAST = "refs/upkeep/last"
"""Points at the record of the last upkeep."""

_LEFT_OUT = LAST, CHAIN  # of a copy: put back and shared, a record starts a chain of its own

_LOCK_SECONDS = 600.0  # no transaction of ours takes a thousandth of that
_PART_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Upkept:
    """What was done; ``backup`` is the newest good copy."""

    when: datetime
    cleared: tuple[str, ...] = ()
    backup: str = ""


def upkeep(workspace: Workspace, *, now: datetime) -> Upkept:
    """Checks the record, clears dead locks, lays a verified copy aside, and notes that it did so.

    Refused if the record is damaged: then no copy is laid aside, and no good one taken away.
    """
    repository, meeting = workspace.ledger.repository, workspace.meeting
    before = repository.refs(LAST).get(LAST, ABSENT)
    cleared = repository.clear_stale_locks(_LOCK_SECONDS)
    found = repository.check()
    if found:
        raise Refusal(
            f"The record is damaged: {'; '.join(found)}.",
            "Put the newest copy in its place before anything else (see docs/operations.md).",
        )
    moment = meeting.moment(now)
    copy = until_settled(lambda: _lay_aside(workspace, meeting.backups, moment))
    upkept = Upkept(moment, cleared, str(copy))
    noted = repository.write_blobs([records.write(upkept)])[0]
    try:
        repository.move([Change(LAST, before, noted)])
    except Raced:
        pass  # somebody else has looked after it at the same time
    return upkept


def last_upkeep(workspace: Workspace) -> datetime | None:
    """When the record was last looked after, or None if it never was."""
    repository = workspace.ledger.repository
    held = repository.read([LAST])[0] if repository.exists else None
    return records.read(Upkept, held).when if held else None


def _lay_aside(workspace: Workspace, settings: Backups, moment: datetime) -> Path:
    """The newest good copy: one that is there already if nothing has happened since, else anew."""
    repository = workspace.ledger.repository
    folder = workspace.root / Path(settings.folder).expanduser()
    refs = _refs(repository)
    name = workspace.outline.id
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{PART}*"):  # by somebody who was killed at it
            if older_than(left, _PART_SECONDS):
                shutil.rmtree(left, ignore_errors=True)  # else the next night
        held = sorted(folder.glob(f"{name}-*.bundle"))
        if held and _held(held[-1]) == refs:
            return held[-1]
        made = _bundle(repository, folder / f"{name}-{moment:%Y-%m-%d-%H%M%S}.bundle", refs)
        for old in sorted(folder.glob(f"{name}-*.bundle"))[: -settings.keep]:
            if old != made:  # dated before them all by a clock that was set back
                old.unlink(missing_ok=True)
    except OSError as problem:
        raise Refusal(
            f"No copy of the record could be laid aside: {problem.strerror or problem} ({folder}).",
            "Make room or give permission, or name another folder (backups.folder in the meeting "
            "file).",
        ) from problem
    return made


def _refs(repository: Repository) -> dict[str, str]:
    return {ref: oid for ref, oid in repository.refs("refs").items() if ref not in _LEFT_OUT}


def _held(copy: Path) -> dict[str, str]:
    """What a copy holds, or nothing if it is broken: all of it is read back, into a repository.

    git's own word on a bundle (``bundle verify``) is about its first lines only.
    """
    with tempfile.TemporaryDirectory(prefix="mufakat-") as folder:
        scratch = Repository(Path(folder, "copy.git"))
        scratch.init()
        try:
            scratch.verify_bundle(copy)
            scratch.fetch(copy)
        except Refusal:
            return {}
        return scratch.refs("refs")


def _bundle(repository: Repository, path: Path, refs: dict[str, str]) -> Path:
    """A copy that was read back; it appears whole or not at all.

    ``Raced`` if the record has moved meanwhile: a copy shows it as it was at one moment.
    """
    with tempfile.TemporaryDirectory(prefix=PART, dir=path.parent) as aside:
        part = Path(aside, path.name)
        repository.bundle(part, refs)
        if _held(part) != refs:
            if _refs(repository) != refs:
                raise Raced("refs")
            raise Refusal(
                "The copy of the record could not be read back.",
                f"Look whether the disk of {path.parent} is sound, or name another folder.",
            )
        part.replace(path)
    return path
