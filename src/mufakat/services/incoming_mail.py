"""Takes in what delegations mail back: kept as it came, held, and lodged when a person confirms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.eml import message_id
from mufakat.edges.inbox import Decision, Kept, Mailbag
from mufakat.edges.mail_in import mail_files, mail_key, read_mail
from mufakat.edges.outbox import Outbox, Posted
from mufakat.edges.workspace import Workspace
from mufakat.procedure.incoming import Match, Written, match, may_ask
from mufakat.procedure.meeting import Inbox, Meeting, Party
from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal
from mufakat.services.break_silence import Broken, break_silence
from mufakat.services.receive_submission import Receipt, receive_submission

SHOWN = 12  # characters of a mail's id


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that came in, and its ``standing``.

    That is held, many, yes, reply, unclear, stranger, automatic, empty or settled. ``delegation``
    and ``instrument`` are what it was taken for, ``receipt`` is what became of it, and ``says`` its
    first line.
    """

    id: str
    standing: str
    sender: str
    subject: str
    came: datetime
    delegation: str = ""
    instrument: str = ""
    files: tuple[str, ...] = ()
    receipt: str = ""
    says: str = ""


def fetch_mail(workspace: Workspace, *, now: datetime) -> int:
    """Keeps what is new in the meeting's mailbox; how many mails there were."""
    from mufakat.edges.imap import fetch

    return fetch(_mailbox(workspace), lambda raw, came: _keep(workspace, raw, now, came))


def watch_mail(
    workspace: Workspace,
    keep: Callable[[bytes, datetime | None], object],
    looked: Callable[[int], object],
) -> None:
    """Hands what comes into the meeting's mailbox to ``keep`` at once, until that is refused.

    With when it came there; ``looked`` is given how many were new after each look.
    """
    from mufakat.edges.imap import watch

    watch(_mailbox(workspace), keep, looked)


def _mailbox(workspace: Workspace) -> Inbox:
    inbox = workspace.meeting.inbox
    if inbox is None:
        raise Refusal(
            "The meeting has no mailbox.",
            "Name one in the meeting file (inbox:), or keep a mail from its file.",
        )
    return inbox


def keep_mail(
    workspace: Workspace, raw: bytes, *, now: datetime, came: datetime | None = None
) -> str:
    """Keeps a mail as it came; its id. The same mail again changes nothing.

    It came when the mailbox had it (``came``), however long nobody looked there.
    """
    return _keep(workspace, raw, now, came)[:SHOWN]


def _keep(workspace: Workspace, raw: bytes, now: datetime, came: datetime | None) -> str:
    meeting = workspace.meeting
    incoming = read_mail(raw)
    key = mail_key(raw, incoming)
    moment = meeting.moment(min(now, came or now))
    Mailbag(workspace.ledger).keep(key, raw, incoming, moment, meeting.secretariat)
    return key


def held_mail(workspace: Workspace) -> tuple[Held, ...]:
    """Every mail that came in, with what it is taken for; those that are settled too."""
    return tuple(_held(kept, said) for kept, said in matched(workspace))


def _held(kept: Kept, said: Match) -> Held:
    return Held(
        kept.key[:SHOWN],
        "settled" if kept.decision else said.standing,
        kept.incoming.sender,
        kept.incoming.subject,
        kept.came,
        said.delegation,
        said.instrument,
        kept.incoming.files,
        kept.decision.receipt if kept.decision else "",
        kept.incoming.says,
    )


def matched(workspace: Workspace) -> tuple[tuple[Kept, Match], ...]:
    """Every mail that came in, with what it would be taken for if it is not settled."""
    meeting, ledger = workspace.meeting, workspace.ledger
    if not ledger.instruments():
        return ()
    kept = tuple(Mailbag(ledger).mails())
    written = _written(meeting, Outbox(ledger).mails(), {one.token: one.key for one in kept})
    return tuple(_sparing((one, match(meeting, one.incoming, written)) for one in kept))


def _sparing(found: Iterable[tuple[Kept, Match]]) -> Iterator[tuple[Kept, Match]]:
    asked = defaultdict[str, list[datetime]](list)
    for kept, said in found:
        before = asked[said.delegation]
        if said.standing == "held" and not may_ask(before, kept.came):
            said = replace(said, standing="many")
        elif said.standing == "held":
            before.append(kept.came)
        yield kept, said


def _written(meeting: Meeting, posted: Iterable[Posted], keys: Mapping[str, str]) -> Written:
    abouts = {
        message_id(meeting.id, about.instrument, about.key, Party("", about.sender)): about
        for about in (one.about for one in posted)
    }
    tokens = {id: about.key.rpartition("/")[2] for id, about in abouts.items()}
    return Written(
        {id: about.instrument for id, about in abouts.items()},
        {
            id: (about.delegation, keys[tokens[id]])
            for id, about in abouts.items()
            if about.kind == "held" and tokens[id] in keys
        },
    )


def confirm_mail(
    workspace: Workspace,
    id: str,
    *,
    now: datetime,
    instrument: str = "",
    delegation: str = "",
    file: str = "",
    consent: bool = False,
) -> Receipt:
    """Lodges the file of a mail, by a person's word; in time if the mail came in time.

    What it was taken for stands, unless another ``instrument`` or ``delegation`` is named. Of
    several files one must be named, unless just one says that it is of the instrument. A mail with
    files of several instruments is dealt with when one of each is lodged.
    """
    kept, held = _open(workspace, id)
    name, code = _belongs(id, held, instrument, delegation)
    called, data = _file(workspace, kept, file or kept.incoming.meant(name))
    note = f"By mail from {held.sender}"
    receipt = receive_submission(
        workspace, name, code, data, called, now=kept.came, note=note, consent=consent
    )
    others = {*kept.incoming.files_of} & {*workspace.ledger.instruments()} - {name}
    if all(_is_lodged(workspace, other, code, kept.came, note) for other in others):
        settle(workspace, kept, now, receipt.receipt)
    return receipt


def _is_lodged(workspace: Workspace, name: str, code: str, came: datetime, note: str) -> bool:
    """Whether something of a mail was lodged in the newest round of an instrument."""
    head = workspace.ledger.head(name)
    number = head.standing.round.number if head and head.standing.round else 0
    own = (one.submission for one in workspace.ledger.lodged_by(code, name, number))
    return any((one.when, one.note) == (came, note) for one in own)


def take_as_objection(
    workspace: Workspace,
    id: str,
    reason: str,
    *,
    now: datetime,
    instrument: str = "",
    delegation: str = "",
) -> Broken:
    """Breaks the silence by a mail, by a person's word: as of when the mail came."""
    kept, held = _open(workspace, id)
    name, code = _belongs(id, held, instrument, delegation)
    broken = break_silence(workspace, name, code, reason, now=kept.came)
    settle(workspace, kept, now, broken.receipt)
    return broken


def _belongs(id: str, held: Held, instrument: str, delegation: str) -> tuple[str, str]:
    name, code = instrument or held.instrument, delegation or held.delegation
    lacking = [] if name else ["the instrument (--to NAME)"]
    lacking += [] if code else ["the delegation (--as CODE)"]
    if lacking:
        raise Refusal(
            f"It is not clear what the mail {id} from {held.sender} belongs to.",
            f"Name {listed(lacking)}.",
        )
    return name, code


def set_aside(workspace: Workspace, id: str, *, now: datetime) -> Held:
    """A person says that nothing is to be lodged of a mail; it is kept all the same."""
    kept, held = _find(workspace, id)
    if not kept.decision:
        settle(workspace, kept, now)
    return held


def settle(workspace: Workspace, kept: Kept, now: datetime, receipt: str = "") -> None:
    """Records that a mail is dealt with, and what became of it."""
    meeting = workspace.meeting
    decision = Decision(meeting.moment(now), receipt)
    Mailbag(workspace.ledger).settle(kept, decision, meeting.secretariat)


def _open(workspace: Workspace, id: str) -> tuple[Kept, Held]:
    """A mail that is not dealt with yet."""
    kept, held = _find(workspace, id)
    if kept.decision:
        raise Refusal(f"The mail {id} is settled.", f"It became {held.receipt or 'nothing'}.")
    return kept, held


def _find(workspace: Workspace, id: str) -> tuple[Kept, Held]:
    mails = matched(workspace)
    found = [(kept, _held(kept, said)) for kept, said in mails if id and kept.key.startswith(id)]
    if len(found) != 1:
        raise Refusal(f"There is no single mail {id}.", "Look at mufakat inbox.")
    return found[0]


def _file(workspace: Workspace, kept: Kept, name: str) -> tuple[str, bytes]:
    files = mail_files(Mailbag(workspace.ledger).raw(kept))
    named = [one for one in files if name in ("", one[0])]
    if len(named) != 1:
        names = listed([f'"{one[0]}"' for one in files]) or "no file"
        raise Refusal(f"The mail holds {names}.", "Name one of them (--file NAME).")
    return named[0]
