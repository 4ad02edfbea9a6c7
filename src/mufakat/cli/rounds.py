"""Commands for rounds and silence procedures, and for what comes in during one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from mufakat.cli.frame import (
    AS_IT_STANDS,
    DELEGATION,
    FILE,
    INSTRUMENT,
    Frame,
    framed,
    now,
    short,
)
from mufakat.cli.moments import moment
from mufakat.cli.receipt import receipt_lines
from mufakat.refusal import Refusal

UNTIL = click.option(
    "--until", required=True, metavar="WHEN", help="A date, a time, or +72h, +10d from now."
)
REASON = click.option("--reason", required=True, help="Goes on record.")


@click.group("round")
def round_() -> None:
    """Periods with a deadline for comments on one draft."""


@round_.command("open")
@INSTRUMENT
@UNTIL
@click.option("--sealed", is_flag=True, help="Nobody sees another's words before it closes.")
@framed
def open_(frame: Frame, instrument: str, until: str, sealed: bool) -> None:
    """Issue the current draft to all delegations for comments."""
    done = frame.run("open_round", instrument, until=_when(frame, until), sealed=sealed)
    frame.answer(
        done,
        f"Round {done.round} of {instrument} is open until {_spoken(done.deadline)}.",
        *(f"    {code}  {path}" for code, path in done.issued.items()),
        *frame.mails(instrument, "invitation"),
        keys=("round", "draft", "deadline", "issued"),
    )


@round_.command()
@INSTRUMENT
@UNTIL
@click.option("--for", "delegation", default="", metavar="DELEGATION", help="For this one alone.")
@click.option("--reason", default="", help="Goes on record; needed for one alone.")
@framed
def extend(frame: Frame, instrument: str, until: str, delegation: str, reason: str) -> None:
    """Move the deadline to a later moment, for all or for one delegation."""
    when = _when(frame, until)
    done = frame.run("extend_round", instrument, until=when, delegation=delegation, reason=reason)
    whom = f" for {done.delegation}" if done.delegation else ""
    frame.answer(done, f"Round {done.round} now runs until {_spoken(done.deadline)}{whom}.")


@round_.command()
@INSTRUMENT
@UNTIL
@REASON
@framed
def reopen(frame: Frame, instrument: str, until: str, reason: str) -> None:
    """Open a closed round again, by the chair's decision."""
    from mufakat.services.reopen_round import reopen_round

    when = _when(frame, until)
    done = reopen_round(frame.workspace, instrument, when, reason, now=now())
    frame.wake()
    frame.answer(done, f"Round {done.round} is open again until {_spoken(done.deadline)}.")


@round_.command()
@INSTRUMENT
@framed
def close(frame: Frame, instrument: str) -> None:
    """Close the round; before its deadline only if that is meant."""
    done = frame.run("close_round", instrument, early=_early(frame, instrument))
    if done.state == "lapsed":
        frame.answer(done, f"Nobody broke silence: the text of {instrument} is agreed.")
        return
    missing = f" Missing: {' '.join(done.missing)}." if done.missing else ""
    lodged = f"{len(done.lodged)} of {len(done.lodged) + len(done.missing)} lodged"
    frame.answer(done, f"Round {done.round} of {instrument} is closed, {lodged}.{missing}")


@round_.command()
@INSTRUMENT
@DELEGATION
@REASON
@framed
def admit(frame: Frame, instrument: str, delegation: str, reason: str) -> None:
    """Take a late submission in, by the chair's decision."""
    from mufakat.services.admit_submission import admit_submission

    done = admit_submission(frame.workspace, instrument, delegation, reason, now=now())
    frame.wake()
    frame.answer(
        done,
        f"{done.receipt} is admitted ({short(done.commit)}).",
        *frame.mails(instrument, f"admission/{delegation.upper()}"),
    )


@click.command()
@INSTRUMENT
@DELEGATION
@click.argument("file", type=FILE, required=False)
@click.option("--note", default="", help="A word that goes with it.")
@click.option("--no-comment", is_flag=True, help="The delegation has no comment; no file.")
@click.option("--consent", is_flag=True, help="Lodge a file about which there was a question.")
@framed
def submit(
    frame: Frame,
    instrument: str,
    delegation: str,
    file: Path | None,
    note: str,
    no_comment: bool,
    consent: bool,
) -> None:
    """Lodge a file, and show what was understood.

    A file that was made from an older draft is brought forward onto the current one, and shown; it
    is lodged so with the delegation's consent.
    """
    from mufakat.edges.named_file import read_named
    from mufakat.services.receive_submission import receive_submission

    if (file is None) != no_comment:
        raise Refusal("A submission is a file, or --no-comment.", "Give one of the two.")
    data, name = (read_named(file), file.name) if file else (None, "")

    def kept(sha256: str) -> None:
        frame.tell(f"{name} is kept, SHA-256 {sha256}; it is being read")

    done = receive_submission(
        frame.workspace,
        instrument,
        delegation,
        data,
        name,
        now=now(),
        note=note,
        consent=consent,
        kept=kept,
    )
    frame.wake()
    frame.answer(done, *receipt_lines(done))


@click.command()
@INSTRUMENT
@DELEGATION
@framed
def withdraw(frame: Frame, instrument: str, delegation: str) -> None:
    """Take back what a delegation lodged in the open round."""
    from mufakat.services.withdraw_submission import withdraw_submission

    done = withdraw_submission(frame.workspace, instrument, delegation, now=now())
    frame.wake()
    frame.answer(done, f"Withdrawn; the receipt is {done.receipt}.")


@click.group()
def silence() -> None:
    """A text is agreed unless somebody objects."""


@silence.command("open")
@INSTRUMENT
@UNTIL
@AS_IT_STANDS
@framed
def open_silence(frame: Frame, instrument: str, until: str, consent: bool) -> None:
    """Put the current draft under a silence procedure."""
    when = _when(frame, until)
    done = frame.run("silence:open_silence", instrument, until=when, consent=consent)
    frame.answer(
        done,
        f"{instrument} is agreed unless broken by {_spoken(done.deadline)}.",
        *frame.mails(instrument, "silence-opened"),
    )


@silence.command("break")
@INSTRUMENT
@DELEGATION
@REASON
@framed
def break_(frame: Frame, instrument: str, delegation: str, reason: str) -> None:
    """Record a delegation's objection."""
    done = frame.run("silence:break_silence", instrument, delegation=delegation, reason=reason)
    frame.answer(done, f"Silence is broken by {done.delegation}; the receipt is {done.receipt}.")


def _when(frame: Frame, written: str) -> datetime:
    return moment(written, frame.workspace.outline.time_zone, now())


def _early(frame: Frame, instrument: str) -> bool:
    """Whether the round closes before its deadline; refused unless somebody says that it should."""
    from mufakat.services.status import status

    one = status(frame.workspace, instrument).instruments[0]
    if one.stage != "round open" or one.deadline is None:
        return False
    ends = max([one.deadline, *one.extensions.values()])
    if ends <= now():
        return False
    extended = [code for code, until in one.extensions.items() if until > now()]
    whose = f", extended for {' '.join(extended)}" if extended else ""
    runs = f"Round {one.round} runs until {_spoken(ends)}{whose}."
    if not frame.agreed(f"{runs} Close it now?"):
        raise Refusal(runs, "Wait for the deadline, or confirm that it is to close early (--yes).")
    if extended:
        frame.say(f"The extension for {' '.join(extended)} ends with it.")
    return True


def _spoken(deadline: datetime) -> str:
    from mufakat.procedure.round import spoken

    return spoken(deadline)


COMMANDS: tuple[click.Command, ...] = (round_, submit, withdraw, silence)
