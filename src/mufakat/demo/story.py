"""The story, told while it happens: every step is a journey, run through Prefect."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from mufakat.demo import calendar as on
from mufakat.demo.stage import Stage, near, raised
from mufakat.demo.stranger import check
from mufakat.edges.signing import make_key
from mufakat.procedure.draft import printed
from mufakat.refusal import Refusal
from mufakat.samples import chair, later_rounds, returns
from mufakat.samples.letters import Return
from mufakat.spoken import changes, counted

NAME, OTHER = "joint-statement", "adm2030"
MEETING = "adgmin-6"
CHAIR = f"chair@{MEETING}.example"
REASON = "The delegation takes part for the first time; its Minister's approval came hours late."


@dataclass(frozen=True, slots=True)
class Told:
    """What the story left."""

    workspace: Path
    tag: str
    seconds: float


def tell(folder: Path, *, quiet: bool = False) -> Told:
    """Plays the whole story in ``folder``, which is left for the reader to explore."""
    began = time.monotonic()
    console = Console(quiet=quiet, highlight=False, width=None if _is_wide() else 100)
    with raised(folder, console) as stage:
        _set_up(stage)
        issued, other = _first_round_opens(stage)
        files = returns.first_round(issued, other)
        in_time = tuple(file for file in files if file.when == "in time")
        _files_come_in(stage, in_time, on.RETURNED_1, "round-1")
        _first_round_ends(stage, files[len(in_time) :])
        _silence_is_broken(stage)
        _third_round(stage)
        adopted = _agreement(stage)
    told = Told(folder.absolute(), adopted.tag, round(time.monotonic() - began, 1))
    _where_to_look(console, told, adopted)
    return told


def _set_up(stage: Stage) -> None:
    stage.chapter(on.SET_UP, "A meeting is set up, and two texts are drafted")
    started = stage.prepare(MEETING, on.SET_UP)
    stage.say(
        f"From one meeting file: eleven delegations, three levels, {len(started.instruments)} "
        "instruments. The record is a git repository of its own."
    )
    for name in (NAME, OTHER):
        drafted = stage.play("draft", name, on.DRAFTED, f"Drafting {name}")
        stage.say(f"{printed(drafted.draft)} of {name}: commit {drafted.commit[:10]}.")


def _first_round_opens(stage: Stage) -> tuple[dict[str, bytes], bytes]:
    stage.chapter(on.ROUND_1, "Round 1 opens")
    opened = stage.play(
        "open_round", NAME, on.ROUND_1, "A Word file for each delegation", until=on.DEADLINE_1
    )
    other = stage.play(
        "open_round", OTHER, on.ROUND_1, "The master plan goes out too", until=on.OTHER_DEADLINE
    )
    stage.say(
        f"{len(opened.issued)} delegations have a Word file each, until 18 December, 18:00. It "
        "knows which draft it is, and has tracking switched on; they edit it as they always do."
    )
    stage.show(opened.issued["MYS"])
    return (
        {code: path.read_bytes() for code, path in opened.issued.items()},
        other.issued["VNM"].read_bytes(),
    )


def _files_come_in(
    stage: Stage,
    files: Sequence[Return],
    moments: Sequence[datetime],
    folder: str,
    title: str = "Files come back",
) -> None:
    stage.chapter(moments[0], title)
    came = stage.root / "returned" / folder
    came.mkdir(parents=True, exist_ok=True)
    before = len(list(came.iterdir()))
    for number, (file, when) in enumerate(zip(files, moments, strict=True), before + 1):
        path = came / f"{number:02} {file.filename}"
        path.write_bytes(file.data)
        answer = _answer(stage, file, path, when)
        stage.row(f"{when:%d %b %H:%M}", file.code, file.what, answer)


def _answer(stage: Stage, file: Return, path: Path, when: datetime) -> str:
    try:
        receipt = stage.play(
            "take_in",
            NAME,
            when,
            f"{file.code} sends {file.filename}",
            delegation=file.code,
            file=str(path),
            note=file.note,
        )
    except Refusal as refusal:
        return f"[red]Refused.[/] {refusal.error}"
    late = "[yellow]Late.[/] " if receipt.late else ""
    return late + changes(receipt.changes)


def _first_round_ends(stage: Stage, late: Sequence[Return]) -> None:
    stage.say("Every file is kept as it came, with its digest, before anything reads it.")
    stage.chapter(on.DEADLINE_1, "The round closes")
    closed = stage.play("close_round", NAME, on.DEADLINE_1, "Closing round 1")
    stage.say(f"In time: {' '.join(closed.lodged)}. Not yet: {' '.join(closed.missing)}.")
    _files_come_in(stage, late, on.RETURNED_LATE, "round-1", "One comes late")
    stage.chapter(on.ADMITTED, "Everything is brought together")
    for code in dict.fromkeys(file.code for file in late):
        stage.play(
            "take_in:admit", NAME, on.ADMITTED, "The chair decides", delegation=code, reason=REASON
        )
        stage.say(f"The chair takes {code}'s late file in, on the record: “{REASON}”")
    _consolidate(stage, on.CONSOLIDATED_1)
    _rule_and_issue(stage, "round-1", on.RULED_1, on.ISSUED_1)


def _consolidate(stage: Stage, at: datetime) -> None:
    done = stage.play("consolidate", NAME, at, "Consolidating")
    stage.say(_summed_up(done.counts))
    for what in ("compilation", "tracked", "matrix_docx", "matrix_xlsx", "certificate_docx"):
        stage.show(done.outputs[what])
    broken = [law for law, holds in done.laws.items() if not holds]
    if broken:
        raise Refusal(f"A law is broken: {', '.join(broken)}.", "See the certificate.")
    stage.say(f"All {len(done.laws)} laws hold: nothing lost, nobody's words misattributed.")


def _summed_up(counts: Mapping[str, int]) -> str:
    said = "{submissions} submissions, {proposals} proposals: {shared} of them by several states, "
    said += "{contested} contested, in {passages} passages. {comments} comments."
    return said.format_map(counts)


def _rule_and_issue(stage: Stage, name: str, ruled: datetime, issued: datetime) -> None:
    stage.chapter(ruled, "The chair rules, each time with a reason")
    folder = stage.root / "rulings"
    folder.mkdir(exist_ok=True)
    blank, filled = folder / f"{name} to rule on.yaml", folder / f"{name} ruled.yaml"
    stage.play("rule:export", NAME, ruled, "A file for the chair", file=str(blank))
    filled.write_text(chair.rule(blank.read_text(encoding="utf-8")), encoding="utf-8")
    done = stage.play("rule", NAME, ruled, "The rulings go on record", file=str(filled))
    stage.say("Ruled: " + counted(done.counts) + ".")
    stage.show(filled)
    draft = stage.play("issue_draft", NAME, issued, "The next draft and eleven letters")
    stage.say(
        f"{printed(draft.draft)} is out, clean and marked, with a letter to each delegation: what "
        "became of its proposals."
    )
    stage.show(draft.outputs.clean)
    stage.show(draft.outputs.marked)
    stage.show(draft.outputs.letters["SGP"])


def _silence_is_broken(stage: Stage) -> None:
    stage.chapter(on.SILENCE, "A silence procedure, and somebody breaks it")
    stage.play(
        "silence:open_silence",
        NAME,
        on.SILENCE,
        "Opening a silence procedure",
        until=on.SILENCE_DEADLINE,
    )
    stage.say("Rev.1 is agreed unless somebody objects by 9 January, 18:00.")
    objection = later_rounds.objection()
    stage.play(
        "silence:break_silence",
        NAME,
        on.BROKEN,
        f"{objection.code} writes",
        delegation=objection.code,
        reason=objection.reason,
    )
    stage.say(f"8 January: {objection.code} breaks it. “{objection.reason}”")


def _third_round(stage: Stage) -> None:
    stage.chapter(on.ROUND_3, "A short third round settles it")
    opened = stage.play(
        "open_round", NAME, on.ROUND_3, "Two days, for one concern", until=on.DEADLINE_3
    )
    stage.say("Rev.1 goes out again, until 11 January, 18:00.")
    issued = {code: path.read_bytes() for code, path in opened.issued.items()}
    _files_come_in(stage, later_rounds.third_round(issued), on.RETURNED_3, "round-3")
    stage.play("close_round", NAME, on.DEADLINE_3, "Closing the round")
    _consolidate(stage, on.CONSOLIDATED_3)
    _rule_and_issue(stage, "round-3", on.RULED_3, on.ISSUED_3)


def _agreement(stage: Stage) -> Any:
    stage.chapter(on.CLEARED, "Cleared by the senior officials")
    cleared = stage.play("agree:clear", NAME, on.CLEARED, "ADGSOM clears", level="adgsom")
    stage.say(
        f"ADGSOM clears {printed(cleared.draft)}: these words (digest {cleared.digest[:10]})."
    )
    stage.chapter(on.ADOPTED, "Adopted by the ministers, and signed")
    for code in _parties(stage):
        stage.play("agree:endorse", NAME, on.ENDORSED, f"{code} endorses", delegation=code)
    stage.say("All eleven delegations endorse the text.")
    key = stage.root / "keys" / "chair"
    make_key(key, CHAIR)
    stage.say("The chair signs. (With an SSH key made for this demo, to be thrown away.)")
    adopted = stage.play("adopt", NAME, on.ADOPTED, "The final Word and PDF", key=str(key))
    for path in (adopted.outputs.docx, adopted.outputs.pdf, adopted.outputs.dossier):
        stage.show(path)
    _believe_nobody(stage, adopted)
    return adopted


def _believe_nobody(stage: Stage, adopted: Any) -> None:
    stage.say("And a stranger who was handed the dossier, with git and ssh-keygen alone:")
    for command in check(adopted.outputs.dossier, adopted.tag, CHAIR):
        stage.type(command.typed, command.printed)
        if not command.held:
            raise Refusal("The stranger is not convinced.", command.printed)
    verdict = stage.check(NAME, adopted.outputs.docx)
    stage.say("The same by mufakat verify:")
    for finding in verdict.findings:
        stage.say(f"  {finding}")


def _where_to_look(console: Console, told: Told, adopted: Any) -> None:
    root = told.workspace
    repository, outputs = near(_repository(root)), near(root / "outputs" / NAME)
    program = near(Path(sys.executable).parent)
    console.print()
    console.rule("[bold]What to look at first", align="left")
    _list(
        console,
        [
            ("What Malaysia was sent", outputs / "zero" / "issued" / f"{NAME}-zero-MYS.docx"),
            ("The mail that it came with", outputs.parent / "mail" / NAME / "1-invitation-MYS.eml"),
            ("Everybody's proposals, attributed", outputs / "round-1" / "compilation.docx"),
            ("The same as tracked changes", outputs / "round-1" / "tracked.docx"),
            ("What became of Singapore's", outputs / "rev-1" / "letters" / "SGP.docx"),
            ("The adopted text", near(adopted.outputs.pdf)),
        ],
    )
    console.rule("[bold]How to look around", align="left")
    _list(
        console,
        [
            (
                "The negotiation",
                f"git -C {repository} log --graph --oneline --branches --glob=submissions",
            ),
            ("Who wrote what", f"git -C {repository} log -p {NAME} -- text.md"),
            ("The signature", f"git -C {repository} verify-tag {adopted.tag}"),
            ("... by ssh-keygen alone", near(adopted.outputs.dossier) / "VERIFY.md"),
            ("Every step's run", f"PREFECT_HOME={root}/.prefect {program}/prefect flow-run ls"),
            ("Where things stand", f"{program}/mufakat status --workspace {near(root)}"),
        ],
    )
    console.print(f"All of it took {told.seconds:.0f} seconds.", style="dim")


def _list(console: Console, rows: Iterable[tuple[str, object]]) -> None:
    for what, where in rows:
        console.print(f"  {what}", style="dim")
        console.print(f"    {where}", style="cyan", soft_wrap=True, markup=False)


def _parties(stage: Stage) -> tuple[str, ...]:
    from mufakat.edges.workspace import Workspace

    return Workspace.open(stage.root).meeting.instrument(NAME).parties


def _repository(root: Path) -> Path:
    return root / "drafts" / f"{MEETING}.git"


def _is_wide() -> bool:
    return Console().is_terminal
