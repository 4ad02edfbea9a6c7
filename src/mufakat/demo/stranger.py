"""What somebody does who was handed the dossier, and trusts neither us nor this program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is typed, what it printed, and whether it was content."""

    typed: str
    printed: str
    held: bool


def check(dossier: Path, tag: str, signer: str) -> Iterator[Command]:
    """Checks a copy of the dossier with git and ssh-keygen alone, as its VERIFY.md says."""
    with tempfile.TemporaryDirectory(prefix="stranger-") as scratch:
        copy = Path(scratch) / "dossier"
        shutil.copytree(dossier, copy)
        for name in ("final.docx", "final.pdf"):
            yield _type(
                copy,
                "ssh-keygen -Y verify -f allowed_signers -n mufakat "
                f"-I {signer} -s {name}.sig < {name}",
            )
        yield _type(copy, "git clone --quiet --mirror record.bundle check.git")
        yield _type(
            copy,
            "git -C check.git -c gpg.format=ssh "
            f'-c gpg.ssh.allowedSignersFile="$PWD/allowed_signers" verify-tag {tag}',
        )
        yield _type(copy, f"git -C check.git show {tag}:text.md | cmp - text.md")


def _type(folder: Path, typed: str) -> Command:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["sh", "-c", typed], cwd=folder, capture_output=True, text=True, env=plain, check=False
    )
    return Command(typed, (done.stdout + done.stderr).strip(), done.returncode == 0)
