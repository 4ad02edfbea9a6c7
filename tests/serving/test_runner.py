"""Every journey has a form that can be filled in by hand, with lists to choose from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mufakat.edges.workspace import Workspace
from mufakat.services.start_workspace import start_workspace
from mufakat.serving.runner import deployments


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The form of each journey: its fields, by name."""
    root = tmp_path_factory.mktemp("forms") / "meeting"
    start_workspace(root, now=datetime.now(UTC))
    return {
        str(one.flow_name): one._parameter_openapi_schema.properties
        for one in deployments(Workspace(root))
    }


def test_all_that_an_official_may_start_is_there(forms: dict[str, Any]) -> None:
    assert {"Open a round", "Close a round", "Consolidate a round", "Sweep"} <= forms.keys()
    assert not {"Set up a meeting", "Adopt a text"} & forms.keys()


def test_instruments_delegations_and_levels_are_to_choose_from(forms: dict[str, Any]) -> None:
    submission = forms["Take in a submission"]
    assert submission["instrument"]["enum"][:2] == ["joint-statement", "adm2030"]
    assert submission["delegation"]["enum"][:3] == ["BRN", "KHM", "IDN"]
    assert forms["Clear a text"]["level"]["enum"] == ["working-group", "adgsom", "adgmin"]


def test_nobody_dates_an_act_back(forms: dict[str, Any]) -> None:
    assert [name for name, fields in forms.items() if "at" in fields] == []


def test_the_workspace_is_filled_in(forms: dict[str, Any]) -> None:
    assert all(len(fields["workspace"]["enum"]) == 1 for fields in forms.values())


def test_beside_others_on_a_server_they_bear_the_workspace_s_name(tmp_path: Path) -> None:
    start_workspace(tmp_path / "meeting", now=datetime.now(UTC))
    [opening] = [
        one
        for one in deployments(Workspace(tmp_path / "meeting"), "server-1a2b")
        if one.flow_name == "Open a round"
    ]
    assert opening.name == "Open a round at server-1a2b"
    assert opening.tags == ["adgmin-6", "server-1a2b"]


def test_every_field_says_what_it_means(forms: dict[str, Any]) -> None:
    mute = [
        f"{name}: {field}"
        for name, fields in forms.items()
        for field, form in fields.items()
        if not form.get("description")
    ]
    assert mute == []


def test_a_deployment_is_found_by_its_module_wherever_it_runs(tmp_path: Path) -> None:
    start_workspace(tmp_path / "meeting", now=datetime.now(UTC))
    for one in deployments(Workspace(tmp_path / "meeting")):
        assert str(one.entrypoint).startswith("mufakat.flows.")
        assert one.name == one.flow_name
