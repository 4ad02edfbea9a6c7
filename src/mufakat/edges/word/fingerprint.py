"""What a rendered Word file says about itself: instrument, draft, commit, digest.

It travels twice, as custom properties and as ``dc:identifier``, because each survives where the
other may not (another program, another format). A third copy is printed in the footer for people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from mufakat.procedure.draft import printed

FileKind = Literal[
    "issued",
    "tracked",
    "compilation",
    "clean",
    "marked",
    "matrix",
    "letter",
    "certificate",
    "final",
]

PREFIX = "mufakat."
SCHEME = "mufakat"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DRAFT = re.compile(r"zero|rev-[1-9][0-9]{0,3}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{4,64}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The base that a file was rendered from.

    ``digest`` is the SHA-256 of the serialised text. A fingerprint found only as an identifier has
    no ``commit``, ``kind`` or ``delegation``.
    """

    instrument: str
    draft: str
    commit: str
    digest: str
    kind: FileKind | Literal[""]
    delegation: str = ""

    def properties(self) -> dict[str, str]:
        """The custom properties to be written, in a fixed order."""
        return {
            "mufakat.instrument": self.instrument,
            "mufakat.draft": self.draft,
            "mufakat.commit": self.commit,
            "mufakat.digest": self.digest,
            "mufakat.delegation": self.delegation,
            "mufakat.kind": self.kind,
        }

    def identifier(self) -> str:
        """The ``dc:identifier`` to be written: ``mufakat:<instrument>:<draft>:<digest>``."""
        return f"{SCHEME}:{self.instrument}:{self.draft}:{self.digest}"

    def line(self) -> str:
        """The fingerprint as one printed line, short enough for a footer."""
        parts = [printed(self.draft)]
        if self.commit:
            parts.append(f"commit {self.commit[:10]}")
        if self.digest:
            parts.append(f"digest {self.digest[:12]}")
        return " · ".join(parts)


def fingerprint_from(properties: Mapping[str, str], identifier: str = "") -> Fingerprint | None:
    """The fingerprint that a file carries, or None if it carries none that is well formed.

    Both come from outside and are believed only in their form: plain names, hexadecimal digests.
    """
    held = {
        key.removeprefix(PREFIX): value.strip()
        for key, value in properties.items()
        if key.startswith(PREFIX)
    }
    scheme, _, rest = identifier.strip().partition(":")
    named = rest.split(":") if scheme == SCHEME else []
    found = [held.get(key, "") for key in ("instrument", "draft", "digest")]
    if not _well_formed(found):
        if not _well_formed(named):
            return None
        return Fingerprint(named[0], named[1], "", named[2], "")
    instrument, draft, digest = found
    commit, kind, delegation = (held.get(key, "") for key in ("commit", "kind", "delegation"))
    return Fingerprint(
        instrument,
        draft,
        commit if _COMMIT.fullmatch(commit) else "",
        digest,
        cast(FileKind, kind) if kind in get_args(FileKind) else "",
        delegation if _NAME.fullmatch(delegation) else "",
    )


def _well_formed(found: list[str]) -> bool:
    if len(found) != 3:
        return False
    instrument, draft, digest = found
    forms = (_NAME, instrument), (_DRAFT, draft), (_DIGEST, digest)
    return all(form.fullmatch(text) for form, text in forms)
