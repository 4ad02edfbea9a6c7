from pathlib import Path

import pytest
from tests.edges.test_meeting_file import MEETING

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal


def test_a_workspace_is_found_from_anywhere_inside_it(tmp_path: Path) -> None:
    (tmp_path / "meeting.yaml").write_text(MEETING)
    inside = tmp_path / "outputs" / "statement"
    inside.mkdir(parents=True)
    for start in (tmp_path, inside, inside / "not there yet"):
        assert Workspace.open(start) == Workspace(tmp_path)
    workspace = Workspace.open(inside)
    assert workspace.ledger.repository.path == tmp_path / "drafts" / "talks.git"
    assert workspace.meeting.title == "The Talks"


def test_the_outline_says_what_the_meeting_says(tmp_path: Path) -> None:
    (tmp_path / "meeting.yaml").write_text(MEETING)
    workspace = Workspace(tmp_path)
    meeting = workspace.meeting
    assert workspace.outline.id == meeting.id
    assert workspace.outline.time_zone == meeting.time_zone
    assert workspace.outline.instruments == tuple(i.id for i in meeting.instruments)


def test_an_edited_meeting_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "meeting.yaml"
    file.write_text(MEETING)
    workspace = Workspace(tmp_path)
    assert workspace.meeting.title == "The Talks"
    file.write_text(MEETING.replace("title: The Talks", "title: The Other Talks"))
    assert workspace.meeting.title == "The Other Talks"


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not in a workspace") as refusal:
        Workspace.open(tmp_path)
    assert "mufakat new" in refusal.value.hint


@pytest.mark.parametrize("text", ["", "- list", "meeting: [", "title: without the rest"])
def test_a_broken_meeting_file_is_refused_and_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "meeting.yaml").write_text(text)
    workspace = Workspace.open(tmp_path)
    with pytest.raises(Refusal, match="meeting file"):
        _ = workspace.outline
