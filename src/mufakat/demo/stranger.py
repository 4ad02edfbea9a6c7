"""What somebody does who has the repository and two programs, and trusts neither us nor this."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is typed, what it printed, and whether it was content."""

    typed: str
    printed: str
    held: bool


def verify_tag(repository: Path, tag: str) -> tuple[Command, ...]:
    """With git and ssh-keygen alone: is the tag signed by the chair, and nothing broken below?"""
    return (
        _run("git", "-C", str(repository), "verify-tag", tag),
        _run("git", "-C", str(repository), "fsck", "--full", "--strict", "--no-dangling"),
    )


def _run(*words: str) -> Command:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(words, capture_output=True, text=True, env=plain, check=False)
    printed = (done.stdout + done.stderr).strip()
    return Command(" ".join(words), printed, done.returncode == 0)
