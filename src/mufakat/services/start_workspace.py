"""Makes the folder of a meeting: its file, templates to edit, an empty record and a signing key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mufakat.edges import signing
from mufakat.edges.meeting_file import read_own_meeting
from mufakat.edges.named_file import read_named
from mufakat.edges.shared import share
from mufakat.edges.turns import turn
from mufakat.edges.whole_file import put, put_new
from mufakat.edges.workspace import MEETING_FILE, Workspace
from mufakat.procedure.meeting import Meeting
from mufakat.refusal import Refusal
from mufakat.services.check_meeting import EXAMPLE, PACKAGED, TO_CHANGE, check_meeting

KEY, SIGNERS = "secretariat", "allowed_signers"
_CHAIR_S = "/adopted"  # the one tag that the chair signs

_KEPT_OUT = ("/keys/", "/.prefect/", "/outputs/", "/drafts/*.git/")


@dataclass(frozen=True, slots=True)
class Started:
    """A workspace that is ready, and what is ``to_change`` in its meeting file."""

    workspace: Path
    meeting: str
    instruments: tuple[str, ...]
    to_change: tuple[str, ...] = ()


def start_workspace(
    root: Path, meeting_file: Path | None = None, *, now: datetime, record: str = ""
) -> Started:
    """Makes a workspace, or finishes one that was begun with the same meeting file.

    Its record is its own, or that of several workspaces which lies at ``record``. Refused if the
    meeting file is not right, or the folder is another meeting's.
    """
    data = _meeting_file(meeting_file or EXAMPLE)
    meeting = read_own_meeting(data)
    root = root.absolute()
    if (root / MEETING_FILE).is_file():
        _check_same(root, data)
    workspace = Workspace(root)
    if record:
        share(workspace.drafts / f"{meeting.id}.git", record)
    try:
        _fill(workspace, meeting, data)
    except OSError as problem:
        raise Refusal(
            f"The workspace cannot be made: {problem.strerror or problem} ({root}).",
            "Name a folder that can be written to.",
        ) from problem
    if record:
        _check_key(workspace)
    instruments = tuple(i.id for i in meeting.instruments)
    said = check_meeting(workspace)
    return Started(root, meeting.id, instruments, (*said, TO_CHANGE) if said else ())


def _check_same(root: Path, data: bytes) -> None:
    if (root / MEETING_FILE).read_bytes() != data:
        raise Refusal(
            f"{root} is already the workspace of another meeting, or of a changed meeting file.",
            "Name another folder.",
        )


def _check_key(workspace: Workspace) -> None:
    """Refused if the drafts of a shared record are signed with a key that is not known here."""
    repository = workspace.ledger.repository
    drafts = [ref for ref in repository.refs("refs/tags") if not ref.endswith(_CHAIR_S)]
    for ref in drafts[:1]:
        try:
            repository.check_tag(ref.removeprefix("refs/tags/"), workspace.keys / SIGNERS)
        except Refusal as problem:
            raise Refusal(
                f"The drafts of this record are signed with another key than {workspace.keys}.",
                "Put the folder keys/ of a workspace that has the record in its place, and run "
                "this again.",
            ) from problem


def _meeting_file(path: Path) -> bytes:
    return read_named(
        path, "The meeting file", "Name a file such as templates/meetings/adgmin-6.yaml."
    )


def _fill(workspace: Workspace, meeting: Meeting, data: bytes) -> None:
    """The meeting file comes last but the record: with it, the folder is a workspace."""
    root = workspace.root
    root.mkdir(parents=True, exist_ok=True)
    _copy_templates(workspace.templates)
    workspace.outputs.mkdir(exist_ok=True)
    _keep_out(root / ".gitignore")
    workspace.keys.mkdir(mode=0o700, exist_ok=True)
    public = signing.make_key(workspace.keys / KEY, meeting.secretariat.email)
    put_new(root / MEETING_FILE, data)
    _check_same(root, data)
    allow(workspace, signing.allowed_signers({meeting.secretariat.email: public}))


def allow(workspace: Workspace, allowed_signers: str) -> None:
    """Adds to those who may sign, beside the keys and in the record: plain git can check tags."""
    repository = workspace.ledger.repository
    repository.init()
    file = workspace.keys / SIGNERS
    with turn(repository.path):
        held = file.read_text(encoding="utf-8") if file.is_file() else ""
        lines = dict.fromkeys((held + allowed_signers).splitlines(keepends=True))
        for copy in (file, repository.path / SIGNERS):
            put(copy, "".join(lines))
    repository.set("gpg.ssh.allowedSignersFile", SIGNERS)


def secretariat_key(workspace: Workspace) -> Path:
    """The key that signs drafts; refused if it is gone."""
    key = workspace.keys / KEY
    if not key.is_file():
        raise Refusal(
            f"The secretariat's key is missing ({key}).",
            "Put it back from the backup, or make another (mufakat new, on this folder).",
        )
    return key


def _copy_templates(target: Path) -> None:
    for source in sorted(PACKAGED.rglob("*")):
        if source.is_file():
            put_new(target / source.relative_to(PACKAGED), source.read_bytes())


def _keep_out(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    held = {line.strip("/ ") for line in lines}
    missing = [line for line in _KEPT_OUT if line.strip("/") not in held]
    if missing:
        put(path, "\n".join([*lines, *missing]) + "\n")
