"""The mails that came in, in the record: kept as they came, and what was decided about each.

``refs/inbox/<key>`` is a commit that holds the mail to the last byte; it is made once and never
changed. ``refs/settled/<key>`` is a commit that says what became of it, made once too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from mufakat import records
from mufakat.edges.git import Raced, create
from mufakat.edges.ledger import Ledger
from mufakat.procedure.incoming import Incoming
from mufakat.procedure.meeting import Party

MAIL, INCOMING, DECISION, TOKEN = "mail.eml", "incoming.json", "decision.json", "token"
_INBOX, _SETTLED = "refs/inbox", "refs/settled"


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a mail: the receipt of what was lodged, or that it was set aside."""

    when: datetime
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail in the record; whoever writes it cannot know its ``token``."""

    key: str
    incoming: Incoming
    came: datetime
    commit: str
    token: str
    decision: Decision | None = None


class Mailbag:
    """What came in for one meeting."""

    def __init__(self, ledger: Ledger) -> None:
        self._repository = ledger.repository

    def keep(self, key: str, raw: bytes, incoming: Incoming, when: datetime, author: Party) -> bool:
        """Keeps a mail; whether it was not there before."""
        files = {MAIL: raw, INCOMING: records.write(incoming), TOKEN: token_hex(16).encode()}
        subject = incoming.subject or "(no subject)"
        message = f"From {incoming.sender}: {subject}\n"
        commit = self._repository.write_commit(files, [], message, author, when)
        return self._made(f"{_INBOX}/{key}", commit)

    def mails(self) -> Iterator[Kept]:
        """Every mail that was kept, in the order in which they came."""
        kept, done = self._commits(_INBOX), self._commits(_SETTLED)
        if not kept:
            return
        came = {one.oid: one.when for one in self._repository.commits("--no-walk", *kept.values())}
        incoming, token = (self._files(kept, name) for name in (INCOMING, TOKEN))
        said = self._files(done, DECISION)
        for key in sorted(kept, key=lambda one: (came[kept[one]], one)):
            yield Kept(
                key,
                records.read(Incoming, incoming[key]),
                came[kept[key]],
                kept[key],
                token[key].decode(),
                records.read(Decision, said[key]) if key in said else None,
            )

    def raw(self, kept: Kept) -> bytes:
        """The mail as it came."""
        return self._files({kept.key: kept.commit}, MAIL)[kept.key]

    def settle(self, kept: Kept, decision: Decision, author: Party) -> bool:
        """Records what became of a mail; False if that was decided before."""
        files = {DECISION: records.write(decision)}
        message = f"Mail {kept.key[:10]}: {decision.receipt or 'set aside'}\n"
        commit = self._repository.write_commit(files, [kept.commit], message, author, decision.when)
        return self._made(f"{_SETTLED}/{kept.key}", commit)

    def decision(self, kept: Kept) -> Decision | None:
        """What became of a mail by now."""
        said = self._repository.read([f"{_SETTLED}/{kept.key}:{DECISION}"])[0]
        return records.read(Decision, said) if said else None

    def _made(self, ref: str, commit: str) -> bool:
        try:
            self._repository.move([create(ref, commit)])
        except Raced:
            return False
        return True

    def _commits(self, folder: str) -> dict[str, str]:
        refs = self._repository.refs(folder)
        return {ref.removeprefix(f"{folder}/"): commit for ref, commit in refs.items()}

    def _files(self, commits: Mapping[str, str], name: str) -> dict[str, bytes]:
        """What a file holds in each of these commits, read in one stroke."""
        contents = self._repository.read([f"{commit}:{name}" for commit in commits.values()])
        return {key: content or b"" for key, content in zip(commits, contents, strict=True)}
