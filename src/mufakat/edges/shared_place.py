"""Where a shared record lies: a folder, or what git reaches by ssh; nothing else is accepted."""

from __future__ import annotations

import re
from pathlib import Path

from mufakat.edges.git import Repository
from mufakat.edges.turns import TURN, turn
from mufakat.refusal import Refusal

_SSH = re.compile(
    r"ssh://(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?/[^\s]+"
)
_FILE = "file://"
_SETTINGS = {
    # Whoever pushes brings no settings along: the repository has its own.
    "core.fsync": "all",
    "core.fsyncMethod": "fsync",
    "core.filesRefLockTimeout": "1000",
    "core.packedRefsTimeout": "1000",
    "gc.auto": "0",
    "receive.autogc": "false",
    "receive.denyDeletes": "true",
    "transfer.fsckObjects": "true",
    "uploadpack.allowAnySHA1InWant": "true",
}


def place(given: str) -> str:
    """What a person named, as git takes it: a whole path, or an address with ``ssh://``."""
    if _SSH.fullmatch(given):
        return given
    path = given.removeprefix(_FILE)
    if not path or path.startswith("-") or ":" in path or not path.isprintable():
        raise Refusal(
            f"A shared record cannot lie at {given!r}.",
            "Name a folder (/srv/mufakat/adgmin-6.git), or a repository on another machine "
            "(ssh://mufakat@server/srv/mufakat/adgmin-6.git).",
        )
    return str(Path(path).expanduser().absolute())


def folder(remote: str) -> Path | None:
    """The folder of a remote that lies on this machine."""
    return None if _SSH.fullmatch(remote) else Path(remote)


def prepare(remote: str) -> None:
    """Makes a repository for a record there, with settings that lose nothing, if it is a folder."""
    path = folder(remote)
    if path is None:
        return
    made = Repository(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with turn(path):
            held = {one.name for one in path.iterdir()} - {TURN}
        if held and not made.exists:
            raise Refusal(f"{path} is no repository.", "Name a new folder, or a bare repository.")
        made.init()
    except OSError as problem:
        raise Refusal(
            f"No shared record can be made at {path}: {problem.strerror or problem}.",
            "Name a folder that can be written to.",
        ) from problem
    for key, value in _SETTINGS.items():
        made.set(key, value)
