"""Signatures by ssh-keygen: what a stranger can check with OpenSSH alone.

Files are signed in the namespace ``mufakat``, tags in git's own namespace ``git``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mufakat.edges.unwritable import temporary
from mufakat.edges.whole_file import put, settle
from mufakat.refusal import Refusal

FILES, TAGS = "mufakat", "git"

_PRIVATE, _PUBLIC = b"-----BEGIN ", (b"ssh-", b"ecdsa-", b"sk-")  # how a key's file begins
_WAIT = 120.0  # seconds in which a person types a passphrase


def make_key(path: Path, comment: str) -> str:
    """Makes an Ed25519 key without a passphrase, for its owner's eyes only; the public key's line.

    A key that is there already, or that somebody makes at the same moment, is left as it is.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        public = Path(f"{path}.pub")
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".key-") as folder:
            made = Path(folder, "key")
            _run("-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(made))
            public.unlink(missing_ok=True)  # of a key that was lost
            settle(made, path)
        put(public, _run("-y", "-f", str(path)).decode())
    return public_key(path)


def public_key(path: Path) -> str:
    """The public half of a key (given as the private or the public file), as one line."""
    if not path.is_file():
        raise Refusal(
            f"There is no key at {path}.",
            "Give the path of an SSH private key; ssh-keygen -t ed25519 makes one.",
        )
    held = path if path.suffix == ".pub" else Path(f"{path}.pub")
    if not path.read_bytes().lstrip().startswith(_PUBLIC if held == path else _PRIVATE):
        raise Refusal(
            f"{path} is not an SSH key.",
            "Give the path of an SSH private key; ssh-keygen -t ed25519 makes one.",
        )
    try:
        return held.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _run("-y", "-f", str(path)).decode().strip()


def fingerprint(public: str) -> str:
    """A public key's fingerprint: ``SHA256:...``."""
    return _run("-l", "-f", "-", stdin=f"{public}\n".encode()).decode().split()[1]


def sign(content: bytes, key: Path, namespace: str = FILES) -> bytes:
    """The detached signature of some content, armoured."""
    return _run("-q", "-Y", "sign", "-n", namespace, "-f", str(key), stdin=content, secret=True)


def signer(content: bytes, signature: bytes, allowed_signers: str, namespace: str = FILES) -> str:
    """Who signed this content, if it is one of the allowed signers; else an empty string."""
    with temporary() as folder:
        signed, allowed = Path(folder, "content.sig"), Path(folder, "allowed_signers")
        signed.write_bytes(signature)
        allowed.write_text(allowed_signers, encoding="utf-8")
        given = ("-f", str(allowed), "-s", str(signed))
        found = _try("-Y", "find-principals", *given)
        who = found.stdout.decode().split("\n")[0].strip() if found.returncode == 0 else ""
        if not who:
            return ""
        checked = _try("-Y", "verify", "-n", namespace, "-I", who, *given, stdin=content)
        return who if checked.returncode == 0 else ""


def allowed_signers(keys: Mapping[str, str]) -> str:
    """The text of an ``allowed_signers`` file: each signer's e-mail address and public key."""
    lines = []
    for email, public in keys.items():
        kind, material = public.split()[:2]
        lines.append(f'{email} namespaces="{TAGS},{FILES}" {kind} {material}\n')
    return "".join(lines)


def keys_of(text: str) -> dict[str, str]:
    """The signers of an ``allowed_signers`` text that we wrote: each address and public key."""
    parts = (line.split() for line in text.splitlines() if line.strip())
    return {part[0]: " ".join(part[2:]) for part in parts}


def sign_tag(text: bytes, key: Path) -> bytes:
    """A tag's text with its signature, as ``git tag -s`` would have made it."""
    return text + sign(text, key, TAGS)


def _run(*args: str, stdin: bytes = b"", secret: bool = False) -> bytes:
    done = _try(*args, stdin=stdin)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise _refusal(said, secret=secret)
    return done.stdout


def _refusal(said: str, *, secret: bool) -> Refusal:
    """What ssh-keygen could not do, in one line."""
    if "passphrase" in said:
        return Refusal(
            "The key has a passphrase, which was not given.",
            "Load it into ssh-agent (ssh-add), and give its .pub file.",
        )
    if "UNPROTECTED" in said:
        return Refusal(
            "The key can be read by others, so ssh-keygen does not use it.",
            "Let nobody but its owner read it (chmod 600).",
        )
    reason = said.splitlines()[-1] if said else "No reason was given."
    if not secret:
        return Refusal("ssh-keygen could not do this.", reason)
    return Refusal(
        "The key could not be used to sign.",
        f"{reason.rstrip('.')}. (A .pub file is used through ssh-agent: load its key there.)",
    )


def _try(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if not program:
        raise Refusal(
            "ssh-keygen cannot be found; it makes and checks the signatures.",
            "Install OpenSSH (on Debian: apt-get install openssh-client) and run this again.",
        )
    env = {**os.environ, "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"}
    try:
        return subprocess.run(
            [program, *args], input=stdin, capture_output=True, check=False, env=env, timeout=_WAIT
        )
    except subprocess.TimeoutExpired as problem:
        raise Refusal(
            "ssh-keygen waited for an answer that did not come.",
            "Load the key into ssh-agent, and give its .pub file.",
        ) from problem
