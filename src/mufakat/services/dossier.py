"""The dossier of an adopted text: all that a stranger needs to check it with git and ssh-keygen."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from mufakat.edges.ledger import Ledger
from mufakat.edges.manifest import Rendition
from mufakat.edges.record_names import TEXT, adopted_ref, tag
from mufakat.services.render import Ground
from mufakat.services.start_workspace import SIGNERS

ADOPTED = "adopted"
DOCX, PDF_FILE, BUNDLE, HOW_TO = "final.docx", "final.pdf", "record.bundle", "VERIFY.md"
SIGNED = (TEXT, DOCX, PDF_FILE)
"""The files that the chair signs."""

_HOW_TO = """\
# How to check this text

This folder holds the authentic text of

> {title}

as {done} on {day}, with the whole record of its negotiation. To check it you need git (2.34 or
newer) and OpenSSH (8.2 or newer), and none of the software that made it. Run the commands in this
folder.

## 1. The files are those that the chair signed

{verify}

Each command says `Good "mufakat" signature for {email}`,
with the key `{fingerprint}`.

That is the key of the chair, {chair}. `{signers}` holds it, with the
secretariat's. Compare it with what the chair has made known in another way: whoever could change
this whole folder could have put another key there.

## 2. The record says the same

    git clone --quiet --mirror {bundle} check.git
    git -C check.git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$PWD/{signers}" \\
        verify-tag {tag}
    git -C check.git cat-file tag {tag}
    git -C check.git cat-file tag {tag} | grep -E '^[0-9a-f]{{64}}  ' | sha256sum --check
    git -C check.git show {tag}:{text} | cmp - {text}

The second command says `Good "git" signature for {email}`, with the same key.
The third prints what was signed. The fourth says that each file here is the one that was signed,
the fifth says nothing: the words of the record are the words of `{text}`.

## 3. How the text came about

    git -C check.git log --graph --oneline {instrument}
    git -C check.git show {tag}:state.json

The first shows every draft, every submission under the name of the delegation that lodged it, the
chair's rulings, the clearances and the adoption. The second says who cleared and endorsed these
very words, and who made a reservation; the SHA-256 of the words is
`{digest}`.
"""


def dossier(ledger: Ledger, base: Ground, signed: Mapping[str, bytes]) -> list[Rendition]:
    """The dossier's files; ``signed`` are the adopted files with their signatures."""
    made = [Rendition(name, _kind(name), content) for name, content in signed.items()]
    made.append(Rendition(HOW_TO, "instructions", _how_to(base).encode()))
    made.append(Rendition(BUNDLE, "record", _bundle(ledger, base.instrument.id)))
    return made


def _kind(name: str) -> str:
    if name.endswith(".sig"):
        return "signature"
    return "signers" if name == SIGNERS else "final"


def _bundle(ledger: Ledger, instrument: str) -> bytes:
    """The instrument's main line, tags, rounds and submissions, as one file that git can read."""
    folders = ("submissions", "late", "rounds", "tags")
    refs = [f"refs/heads/{instrument}", adopted_ref(instrument)]
    refs += [f"refs/{folder}/{instrument}" for folder in folders]
    with tempfile.TemporaryDirectory(prefix="mufakat-") as folder:
        file = Path(folder, BUNDLE)
        ledger.repository.bundle(file, ledger.repository.refs(*refs))
        return file.read_bytes()


def _how_to(base: Ground) -> str:
    adoption = base.head.standing.adoption
    assert adoption is not None
    chair = base.meeting.chair_party
    verify = "\n".join(
        f"    ssh-keygen -Y verify -f {SIGNERS} -I {chair.email} -n mufakat -s {name}.sig < {name}"
        for name in SIGNED
    )
    return _HOW_TO.format(
        title=base.instrument.title,
        done=base.instrument.done,
        day=f"{adoption.when.day} {adoption.when:%B %Y}",
        signers=SIGNERS,
        chair=chair.name,
        email=chair.email,
        fingerprint=adoption.key,
        verify=verify,
        bundle=BUNDLE,
        tag=tag(base.instrument.id, ADOPTED),
        text=TEXT,
        files=" ".join(SIGNED),
        instrument=base.instrument.id,
        digest=adoption.digest,
    )
