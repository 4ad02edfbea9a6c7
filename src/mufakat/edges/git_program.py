"""Runs the git program, the only place that does: GitPython, without a machine's own settings.

No person's or system's configuration, no environment of another repository, no question asked.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from mufakat.refusal import Refusal

_CONFIG = {
    "core.fsync": "all",
    "core.fsyncMethod": "fsync",
    "core.filesRefLockTimeout": "1000",
    "core.packedRefsTimeout": "1000",
    "core.logAllRefUpdates": "false",
    "core.quotePath": "false",
    "gc.auto": "0",
    "pack.threads": "1",
    "maintenance.auto": "false",
    "safe.bareRepository": "all",
    "gpg.format": "ssh",
    "transfer.fsckObjects": "true",
}


def run(
    path: Path, command: Sequence[str], *, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> tuple[int, bytes, bytes]:
    """Runs one git command on the bare repository at ``path``: its status, output and errors."""
    own = {"GIT_DIR": str(path), "GIT_OBJECT_DIRECTORY": str(path / "objects")}
    # A runner an operation, and no Repo: that reads settings, and is not safe between threads.
    return execute(_gitpython().Git(path), command, _isolated() | own | dict(env or {}), stdin)


def make(path: Path, command: Sequence[str]) -> tuple[int, bytes, bytes]:
    """Runs a git command in the folder ``path``, where there is no repository yet."""
    return execute(_gitpython().Git(path), command, _isolated(), b"")


def _gitpython() -> Any:
    try:
        import git  # late: a command that never touches the drafts does not pay for it
    except ImportError as problem:
        raise Refusal("git cannot be found.", "Install git and run this again.") from problem
    return git


def execute(
    runner: Any, command: Sequence[str], env: Mapping[str, str], stdin: bytes
) -> tuple[int, bytes, bytes]:
    """Runs one command by one of GitPython's runners."""
    with _in_memory() as source:
        source.write(stdin)
        source.seek(0)
        status, out, err = runner.execute(
            [runner.GIT_PYTHON_GIT_EXECUTABLE, *command],
            istream=source,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            env=dict(env),
        )
    return int(status), bytes(out), err.encode() if isinstance(err, str) else bytes(err)


def _in_memory() -> IO[bytes]:
    """A file that needs no disk, where the system has such: whoever only reads writes nothing."""
    make = getattr(os, "memfd_create", None)
    return os.fdopen(make("stdin"), "w+b") if make else tempfile.TemporaryFile()


def _isolated() -> dict[str, str]:
    """Git without a machine's or a person's settings, and without questions."""
    settings = {"GIT_CONFIG_COUNT": str(len(_CONFIG))}
    for n, (key, value) in enumerate(_CONFIG.items()):
        settings |= {f"GIT_CONFIG_KEY_{n}": key, f"GIT_CONFIG_VALUE_{n}": value}
    return settings | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_NAMESPACE": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }
