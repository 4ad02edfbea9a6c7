"""What a journey leaves on record, what Prefect shows of it, and that it may be run again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.flows.conftest import NAME, Play, day

from mufakat.edges.whole_file import PART
from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.runs import Clockwork
from mufakat.samples import maritime

OTHER = "adm2030"


def everything(meeting: Workspace) -> dict[str, str]:
    """All refs of the record, and the digest of every file that was rendered."""
    repository = meeting.ledger.repository
    refs = dict(repository.refs("refs"))
    for path in sorted(meeting.outputs.rglob("*")):
        if path.is_file() and not path.name.startswith(PART):  # left by a kill, taken away later
            refs[str(path.relative_to(meeting.root))] = hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
    return refs


def shown(clockwork: Clockwork) -> dict[str, tuple[str, str]]:
    """State and message of the newest run of each name."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort

    async def read() -> dict[str, tuple[str, str]]:
        async with get_client() as client:
            runs = await client.read_flow_runs(sort=FlowRunSort.START_TIME_ASC, limit=200)
            return {r.name: (str(r.state.name), r.state.message or "") for r in runs if r.state}

    return clockwork.ask(read)


def artifact(clockwork: Clockwork, key: str) -> Any:
    """The newest artifact of this key."""
    from prefect.artifacts import Artifact

    async def read() -> Any:
        return await Artifact.aget(key)

    found = clockwork.ask(read)
    assert found
    return found


@pytest.fixture
def opened(play: Play) -> Any:
    """The zero draft with its first round open for ten days."""
    play("draft", at=day(0))
    return play("open_round", at=day(1), until=day(11))


@pytest.fixture
def lodged(opened: Any, play: Play, tmp_path: Path) -> None:
    """Malaysia has sent its file, Myanmar has no comment, and the round is over."""
    (file,) = maritime.malaysia(opened.issued["MYS"].read_bytes())
    (tmp_path / file.filename).write_bytes(file.data)
    play("take_in", at=day(5), delegation="MYS", file=str(tmp_path / file.filename))
    play("take_in", at=day(6), delegation="MMR", file=None)
    play("close_round", at=day(11))


def test_names_and_tables_that_a_secretariat_reads(
    clockwork: Clockwork, lodged: None, play: Play
) -> None:
    runs = shown(clockwork)
    assert runs[f"Open round 1 of {NAME}"][0] == "Completed"
    assert runs[f"Submission of MYS to {NAME}"][0] == "Completed"
    assert runs[f"Close round 1 of {NAME}, 2 of 11 lodged"][0] == "Completed"
    assert '"delegation": "MYS", "lodged": "yes"' in artifact(clockwork, f"{NAME}-lodged").data
    assert f"{NAME}-zero-BRN.docx" in artifact(clockwork, f"{NAME}-outputs").data


def test_an_extension_says_for_whom_and_until_when(
    clockwork: Clockwork, opened: Any, play: Play
) -> None:
    play("extend_round", at=day(2), until=day(13), delegation="PHL", reason="A holiday.")
    name = f"Extend round 1 of {NAME} for PHL until 14 December 2025"
    assert [state for run, (state, _) in shown(clockwork).items() if run.startswith(name)] == [
        "Completed"
    ]
    table = artifact(clockwork, f"{NAME}-lodged").data
    assert '"delegation": "PHL", "lodged": "no", "extended until": "14 December 2025' in table
    assert table.count('"extended until": ""') == 10


def test_under_silence_no_table_says_that_nobody_lodged(clockwork: Clockwork, play: Play) -> None:
    from prefect.artifacts import Artifact

    play("draft", OTHER, at=day(0))
    play("silence:open_silence", OTHER, at=day(1), until=day(5), consent=True)
    play("extend_round", OTHER, at=day(2), until=day(6))
    assert clockwork.ask(lambda: Artifact.aget(f"{OTHER}-lodged")) is None


def test_a_refusal_is_the_callers_and_the_runs(
    clockwork: Clockwork, opened: Any, play: Play
) -> None:
    with pytest.raises(Refusal, match="already open") as caught:
        play("open_round", at=day(2), until=day(12))
    state, message = shown(clockwork)[f"Open a round of {NAME}"]
    assert state == "Refused"
    assert message == f"{caught.value.error} {caught.value.hint}"


def test_run_again_nothing_changes(
    meeting: Workspace, lodged: None, play: Play, tmp_path: Path
) -> None:
    steps: list[tuple[str, dict[str, object]]] = [
        ("close_round", {"at": day(11)}),
        ("consolidate", {"at": day(12)}),
        ("rule", {"at": day(13), "file": str(tmp_path / "ruled.yaml")}),
        ("issue_draft", {"at": day(14)}),
        ("silence:open_silence", {"at": day(15), "until": day(19), "consent": True}),
        ("silence:break_silence", {"at": day(16), "delegation": "SGP", "reason": "A word."}),
    ]
    for journey, parameters in steps:
        if journey == "rule":
            play("rule:export", file=str(tmp_path / "rule.yaml"))
            exported = (tmp_path / "rule.yaml").read_text(encoding="utf-8")
            (tmp_path / "ruled.yaml").write_text(accept_all(exported), encoding="utf-8")
        first = play(journey, **parameters)
        before = everything(meeting)
        assert play(journey, **parameters) == first
        assert everything(meeting) == before, journey


def accept_all(exported: str) -> str:
    """The exported file with every proposal accepted; one delegation alone contests nothing."""
    held = yaml.safe_load(exported)
    held["rest"] = {"disposition": "accepted", "reason": "Uncontested."}
    return str(yaml.safe_dump(held, allow_unicode=True, sort_keys=False))
