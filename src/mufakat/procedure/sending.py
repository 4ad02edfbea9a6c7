"""How far a mail has got on its way, and when it is tried again.

A mail is sent to each address at most once. Whoever sends it says so on record first (``claimed``);
if nothing follows, nobody knows whether it went out, and a person has to say what is to be done: a
second copy of a deadline that has moved since does more harm than a telephone call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["claimed", "unsure", "put off", "sent", "given up", "again"]

TRIES = 20
_FIRST, _LONGEST = timedelta(minutes=2), timedelta(hours=4)
_SENDING = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server made of one mail: each address accepted, refused, or to be tried later.

    ``said`` is its own word. ``unsure`` are addresses of which it never answered.
    """

    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is on record about sending one mail; ``tries`` counts how often it was begun.

    ``said`` is the server's or a person's word; ``accepted`` and ``refused`` are addresses.
    ``again`` is a person's word that it may be sent although it was claimed or given up.
    """

    state: State
    when: datetime
    tries: int = 0
    after: datetime | None = None
    said: str = ""
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def claimed(before: Sending | None, now: datetime) -> Sending:
    """Somebody is about to send it."""
    held = before or Sending("claimed", now)
    return replace(held, state="claimed", when=now, tries=held.tries + 1, after=None, said="")


def answered(claim: Sending, answer: Answer, now: datetime) -> Sending:
    """The server has answered: done, or later, each time after a longer pause, up to a limit."""
    held = replace(
        claim,
        when=now,
        said=answer.said,
        accepted=(*claim.accepted, *answer.accepted),
        refused=(*claim.refused, *answer.refused),
    )
    if answer.unsure:
        return replace(held, state="unsure")
    if not answer.later:
        return replace(held, state="sent" if held.accepted else "given up")
    if claim.tries >= TRIES:
        return replace(held, state="given up", refused=(*held.refused, *answer.later))
    pause = min(_FIRST * 2 ** (claim.tries - 1), _LONGEST)
    return replace(held, state="put off", after=now + pause)


def given_up(before: Sending | None, now: datetime, said: str) -> Sending:
    """It will not be sent, unless a person says so."""
    return replace(before or Sending("given up", now), state="given up", when=now, said=said)


def again(before: Sending | None, now: datetime) -> Sending:
    """A person says that it is to be sent, to whom it has not been accepted for."""
    held = before or Sending("again", now)
    return replace(held, state="again", when=now, tries=0, after=None, said="", refused=())


def by_hand(before: Sending | None, now: datetime) -> Sending:
    """A person says that it has reached everybody."""
    held = before or Sending("sent", now)
    return replace(held, state="sent", when=now, after=None, said="sent by hand", refused=())


def stage(sending: Sending | None, now: datetime) -> str:
    """Where a mail stands, in a word; ``unsure`` is also a claim that never came to an end."""
    if sending is None or sending.state == "again":
        return "waiting"
    if sending.state == "claimed":
        return "unsure" if now - sending.when >= _SENDING else "being sent"
    return sending.state


def in_trouble(sending: Sending, now: datetime) -> bool:
    """Whether a person has to look at it."""
    return stage(sending, now) in ("unsure", "given up") or bool(sending.refused)


def may_send(sending: Sending | None, now: datetime) -> bool:
    """Whether it is to be tried now."""
    if sending is None or sending.state == "again":
        return True
    return sending.state == "put off" and sending.after is not None and sending.after <= now


def open_addresses(to: Iterable[str], sending: Sending | None) -> tuple[str, ...]:
    """The addresses that have not been accepted or refused yet."""
    done = (*sending.accepted, *sending.refused) if sending else ()
    return tuple(address for address in to if address not in done)


def too_late(until: datetime | None, now: datetime) -> bool:
    """Whether it would no longer be of use."""
    return until is not None and until < now
