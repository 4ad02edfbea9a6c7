"""The outbox and the sent book of a meeting, in the record.

``refs/outbox/<instrument>/<key>`` is a commit that holds one finished mail; it is made once and
never changed. ``refs/sent/<instrument>/<key>`` is a commit that says how far it has got; it moves
by compare-and-swap, so that no two senders have hold of the same mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mufakat import records
from mufakat.edges.git import create, update
from mufakat.edges.git_pack import New
from mufakat.edges.ledger import Ledger
from mufakat.procedure.meeting import Party
from mufakat.procedure.sending import Sending

MAIL, NOTICE, SENDING = "mail.eml", "notice.json", "sending.json"
_OUTBOX, _SENT = "refs/outbox", "refs/sent"


@dataclass(frozen=True, slots=True)
class About:
    """What the outbox says of a mail without opening it.

    ``until`` is when it would come too late to be of use; ``sender`` and ``to`` are addresses.
    ``sequence`` is the number of its calendar file, if it has one.
    """

    instrument: str
    key: str
    kind: str
    delegation: str
    sender: str
    to: tuple[str, ...]
    subject: str
    recorded: datetime
    until: datetime | None = None
    sequence: int = 0

    @property
    def name(self) -> str:
        """``joint-statement/2/reminder-7d/PHL``: which mail of the meeting."""
        return f"{self.instrument}/{self.key}"


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail in the outbox, how far it has got, and the commits that say so."""

    about: About
    commit: str
    sending: Sending | None = None
    sending_commit: str = ""


class Outbox:
    """The mails of one meeting."""

    def __init__(self, ledger: Ledger) -> None:
        self._repository = ledger.repository

    def keys(self, instruments: Iterable[str]) -> dict[str, set[str]]:
        """The keys of the mails of each of these instruments."""
        found: dict[str, set[str]] = {name: set() for name in instruments}
        if found:
            for ref in self._repository.refs(*(f"{_OUTBOX}/{name}" for name in found)):
                name, _, key = ref.removeprefix(f"{_OUTBOX}/").partition("/")
                found[name].add(key)
        return found

    def add(self, mails: Sequence[tuple[About, bytes]], author: Party) -> None:
        """Records mails, all or none; ``Raced`` if one of them is recorded already."""
        new = [
            New(
                {MAIL: content, NOTICE: records.write(about)},
                (),
                f"{about.subject}\n\nMail: {about.name}\n",
                author,
                about.recorded,
            )
            for about, content in mails
        ]
        commits = self._repository.write_commits(new)
        pairs = zip(mails, commits, strict=True)
        self._repository.move([create(f"{_OUTBOX}/{one.name}", oid) for (one, _), oid in pairs])

    def abouts(self, names: Iterable[str]) -> tuple[About, ...]:
        """What is said of the mails of these names (``About.name``) that are there."""
        files = [f"{_OUTBOX}/{name}:{NOTICE}" for name in names]
        held = self._repository.read(files) if files else []
        return tuple(records.read(About, content) for content in held if content)

    def mails(self, *names: str) -> tuple[Posted, ...]:
        """The mails of these names (an instrument, or one mail), or all, as they were recorded."""
        under = [f"{folder}/{name}" for folder in (_OUTBOX, _SENT) for name in names]
        refs = self._repository.refs(*(under or (_OUTBOX, _SENT)))
        outbox = {
            r.removeprefix(f"{_OUTBOX}/"): c for r, c in refs.items() if r.startswith(_OUTBOX)
        }
        sent = {r.removeprefix(f"{_SENT}/"): c for r, c in refs.items() if r.startswith(_SENT)}
        files = [f"{commit}:{NOTICE}" for commit in outbox.values()]
        contents = self._repository.read(
            [*files, *(f"{commit}:{SENDING}" for commit in sent.values())]
        )
        told = dict(zip(sent, contents[len(files) :], strict=True))
        found = []
        for (name, commit), content in zip(outbox.items(), contents[: len(files)], strict=True):
            if content is not None:
                said = told.get(name)
                sending = records.read(Sending, said) if said else None
                about = records.read(About, content)
                found.append(Posted(about, commit, sending, sent.get(name, "")))
        return tuple(sorted(found, key=lambda one: (one.about.recorded, one.about.name)))

    def sendings(self, instrument: str = "") -> dict[str, Sending]:
        """How far the mails have got that somebody has begun to send, by name."""
        refs = self._repository.refs(f"{_SENT}/{instrument}".rstrip("/"))
        contents = self._repository.read([f"{commit}:{SENDING}" for commit in refs.values()])
        pairs = zip(refs, contents, strict=True)
        return {
            ref.removeprefix(f"{_SENT}/"): records.read(Sending, held)
            for ref, held in pairs
            if held
        }

    def content(self, posted: Iterable[Posted]) -> tuple[bytes, ...]:
        """The finished mails."""
        read = self._repository.read([f"{one.commit}:{MAIL}" for one in posted])
        return tuple(content or b"" for content in read)

    def note(self, posted: Posted, sending: Sending, author: Party) -> Posted:
        """Records how far a mail has got; ``Raced`` if somebody else has noted something since."""
        files = {SENDING: records.write(sending)}
        parents = [posted.sending_commit] if posted.sending_commit else []
        message = f"Mail {posted.about.name}: {sending.state}\n\n{sending.said}\n"
        commit = self._repository.write_commit(files, parents, message, author, sending.when)
        ref = f"{_SENT}/{posted.about.name}"
        before = posted.sending_commit
        self._repository.move([update(ref, commit, before) if before else create(ref, commit)])
        return Posted(posted.about, posted.commit, sending, commit)
