"""What every command has in common: its options, its answer, its refusal, its exit status."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mufakat.refusal import Refusal

if TYPE_CHECKING:
    from mufakat.edges.workspace import Workspace

DONE, SAYS_NO, REFUSED = 0, 1, 2


class Faces(click.Group):
    """A group whose refusals, its own and the services', look alike and exit with 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the journey, not of the alphabet."""
        return list(self.commands)

    def main(self, args: Any = None, *rest: Any, **extra: Any) -> Any:
        """Runs a command and exits: 0 done, 1 a check says no, 2 refused."""
        given = list(sys.argv[1:] if args is None else args)
        try:
            extra["standalone_mode"] = False
            status = super().main(given, *rest, **extra)
        except Refusal as refusal:
            status = _refuse(refusal, "--json" in given)
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.format_message())
            status = DONE
        except click.ClickException as wrong:
            status = _refuse(_usage(wrong), "--json" in given)
        except BrokenPipeError:  # whoever was reading has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = DONE
        except OSError as problem:
            from mufakat.edges.unwritable import refused  # late: as rarely as it is needed

            status = _refuse(refused(problem), "--json" in given)
        except (click.Abort, KeyboardInterrupt):
            status = _refuse(Refusal("Stopped.", "Run it again: it goes on where it was."), False)
        sys.exit(status if isinstance(status, int) else DONE)


@dataclass(frozen=True, slots=True)
class Frame:
    """How one command was called: where, how it answers, whether the person is sure."""

    start: Path | None
    as_json: bool
    sure: bool

    @property
    def workspace(self) -> Workspace:
        """The workspace that was named, or that the current folder lies in."""
        from mufakat.edges.workspace import Workspace

        return Workspace.open(self.start or Path.cwd())

    @property
    def _seen(self) -> Workspace:
        """The same as it was last seen: after an act no line that breaks undoes the answer."""
        from mufakat.edges.workspace import Workspace

        return Workspace.find(self.start or Path.cwd())

    def say(self, text: str) -> None:
        """A word for the person; never mixed with the answer of a program."""
        if not self.as_json:
            click.echo(text)

    def answer(self, result: object, *lines: str, keys: Iterable[str] = ()) -> None:
        """The one answer: these fields (or all) as an object, or the lines for a person."""
        if not self.as_json:
            click.echo("\n".join(lines))
            return
        held = plain(result)
        assert isinstance(held, dict)
        chosen = {key: held[key] for key in keys} if keys else held
        click.echo(json.dumps(chosen, ensure_ascii=False))

    def agreed(self, question: str) -> bool:
        """Whether the person says yes: beforehand (``--yes``), or now on a terminal."""
        if self.sure or self.as_json or not sys.stdin.isatty():
            return self.sure
        return click.confirm(question)

    def run(self, journey: str, instrument: str, **parameters: object) -> Any:
        """Runs a journey through Prefect; its answer is the service's.

        What was never drafted has no journey yet: that is refused before Prefect is started.
        """
        from mufakat.runs import Clockwork
        from mufakat.services.look_up import look_up

        workspace = self.workspace
        if journey != "draft":
            look_up(workspace, instrument)
        tags = (workspace.outline.id, instrument)
        with Clockwork(workspace.root, self.tell) as clockwork:
            return clockwork.run(journey, tags, instrument=instrument, at=now(), **parameters)

    def wake(self) -> None:
        """Something is on record: whoever keeps watch may look at once what follows from it."""
        from mufakat.handover import wake
        from mufakat.prefect_home import Home

        wake(Home(self._seen.root).path)

    def mails(self, instrument: str, kind: str) -> list[str]:
        """Where the mails are that an act has made, for a person."""
        if self.as_json:
            return []
        from mufakat.services.mails import whereabouts

        said = whereabouts(self._seen, instrument, kind, now=now())
        return [said] if said else []

    def tell(self, sentence: str) -> None:
        """A word for the person who waits."""
        if not self.as_json:
            click.echo(f"{sentence} ...", err=True)


_COMMON: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("--workspace",),
        {
            "type": click.Path(path_type=Path),
            "metavar": "DIR",
            "help": "The workspace; else the current folder, upwards.",
        },
    ),
    (("--json", "as_json"), {"is_flag": True, "help": "Print one JSON object, no more."}),
    (("--yes", "sure"), {"is_flag": True, "help": "Answer every question with yes."}),
)


def framed(body: Callable[..., int | None]) -> Callable[..., int | None]:
    """Gives a command the options that all have, as the ``Frame`` that comes first.

    They may stand before the command as well, as options of ``mufakat`` itself.
    """

    @functools.wraps(body)
    def told(*args: Any, workspace: Path | None, as_json: bool, sure: bool, **given: Any) -> Any:
        before = click.get_current_context().find_root().params
        frame = Frame(
            workspace or before.get("workspace"),
            as_json or bool(before.get("as_json")),
            sure or bool(before.get("sure")),
        )
        return body(frame, *args, **given)

    for names, more in reversed(_COMMON):
        told = click.option(*names, **more)(told)
    return told


def common() -> list[click.Parameter]:
    """The options that all commands have, for ``mufakat`` itself."""
    return [click.Option(names, **more) for names, more in _COMMON]


INSTRUMENT = click.argument("instrument")
DELEGATION = click.option(
    "--as", "delegation", required=True, metavar="DELEGATION", help="Code of the delegation."
)
AS_IT_STANDS = click.option(
    "--consent", is_flag=True, help="What looks unfinished in the text is meant to stand."
)
FILE = click.Path(path_type=Path)


def plain(value: object) -> object:
    """A service's answer as JSON has it: paths absolute, moments in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, Path):
        return str(value.absolute())
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(held) for held in value]
    return value


def now() -> datetime:
    """The moment at which it is asked."""
    from datetime import UTC

    return datetime.now(UTC)


def short(commit: str) -> str:
    """A commit as people name it."""
    return commit[:10]


def _usage(wrong: click.ClickException) -> Refusal:
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context else "mufakat"
    return Refusal(wrong.format_message().replace("\n", " "), f"See {path} --help.")


def _refuse(refusal: Refusal, as_json: bool) -> int:
    if as_json:
        said = {"error": refusal.error, "hint": refusal.hint, **refusal.more}
        text = json.dumps(said, ensure_ascii=False)
    else:
        text = "\n".join((refusal.error, *(f"    {one}" for one in refusal.details), refusal.hint))
    click.echo(text, err=True)
    return REFUSED
