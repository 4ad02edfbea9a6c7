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
from mufakat.edges.git import Change, create, update
from mufakat.edges.ledger import Ledger
from mufakat.procedure.meeting import Party
from mufakat.procedure.sending import Sending

MAIL, NOTICE, SENDING = "mail.eml", "notice.json", "sending.json"
_OUTBOX, _SENT = "refs/outbox", "refs/sent"


@dataclass(frozen=True, slots=True)
class About:
    """What the outbox says of a mail without opening it.

    ``until`` is when it would come too late to be of use; ``sender`` and ``to`` are addresses.
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
        told = [about for about, _ in mails]
        contents = [*(content for _, content in mails), *map(records.write, told)]
        blobs = self._repository.write_blobs(contents)
        kept = zip(told, blobs[: len(told)], blobs[len(told) :], strict=True)
        self._repository.move([self._recorded(*one, author) for one in kept])

    def _recorded(self, about: About, mail: str, notice: str, author: Party) -> Change:
        tree = self._repository.write_tree({MAIL: mail, NOTICE: notice})
        message = f"{about.subject}\n\nMail: {about.name}\n"
        commit = self._repository.write_commit(tree, [], message, author, about.recorded)
        return create(f"{_OUTBOX}/{about.name}", commit)

    def mails(self, instrument: str = "") -> tuple[Posted, ...]:
        """The mails of an instrument, or of all, in the order in which they were recorded."""
        under = [f"{folder}/{instrument}".rstrip("/") for folder in (_OUTBOX, _SENT)]
        refs = self._repository.refs(*under)
        outbox = {
            r.removeprefix(f"{_OUTBOX}/"): c for r, c in refs.items() if r.startswith(_OUTBOX)
        }
        sent = {r.removeprefix(f"{_SENT}/"): c for r, c in refs.items() if r.startswith(_SENT)}
        names = [f"{commit}:{NOTICE}" for commit in outbox.values()]
        contents = self._repository.read(
            [*names, *(f"{commit}:{SENDING}" for commit in sent.values())]
        )
        told = dict(zip(sent, contents[len(names) :], strict=True))
        found = []
        for (name, commit), content in zip(outbox.items(), contents[: len(names)], strict=True):
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
        tree = self._repository.write_tree({SENDING: records.write(sending)})
        parents = [posted.sending_commit] if posted.sending_commit else []
        message = f"Mail {posted.about.name}: {sending.state}\n\n{sending.said}\n"
        commit = self._repository.write_commit(tree, parents, message, author, sending.when)
        ref = f"{_SENT}/{posted.about.name}"
        before = posted.sending_commit
        self._repository.move([update(ref, commit, before) if before else create(ref, commit)])
        return Posted(posted.about, posted.commit, sending, commit)
