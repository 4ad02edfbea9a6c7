"""A small negotiation: four delegations, a text of a page, and a clock that the tests wind."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from tests.delegate import Delegate
from tests.services import office
from tests.services.desk import HANDS, Desk
from tests.services.life import NAME, Life

from mufakat.edges import signing
from mufakat.edges.workspace import Workspace
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2025, 12, 1, 9, tzinfo=HANOI)

MEETING = {
    "meeting": "talks",
    "title": "The Talks",
    "short": "Talks",
    "place": "Hà Nội",
    "chair": {"delegation": "VNM", "name": "Nguyễn Văn Chủ", "title": "Chair of the Talks"},
    "time_zone": "Asia/Ho_Chi_Minh",
    "starts": "2026-01-12",
    "ends": "2026-01-16",
    "secretariat": {"name": "Secretariat of the Talks", "email": "secretariat@talks.example"},
    "delegations": [
        {"code": "MYS", "name": "Malaysia", "time_zone": "Asia/Kuala_Lumpur"},
        {"code": "SGP", "name": "Singapore", "time_zone": "Asia/Singapore"},
        {"code": "THA", "name": "Thailand", "time_zone": "Asia/Bangkok"},
        {"code": "VNM", "name": "Viet Nam", "time_zone": "Asia/Ho_Chi_Minh"},
    ],
    "levels": [
        {"id": "group", "name": "Working group"},
        {"id": "officials", "name": "Senior officials"},
        {"id": "ministers", "name": "Ministers"},
    ],
    "instruments": [
        {
            "id": "statement",
            "title": "Statement of the Talks",
            "symbol": "TALKS/1",
            "levels": ["officials", "ministers"],
            "marking": "For the delegations only",
        },
        {
            "id": "record",
            "title": "Record of two",
            "symbol": "TALKS/2",
            "parties": ["THA", "VNM"],
            "levels": ["ministers"],
        },
    ],
}

TEXT = """\
# Statement of the Talks {.title}

## Opening {}

[]{.num} The Meeting was held in Hà Nội and welcomed all delegations warmly.

[]{.num} The Meeting noted the plan and asked the officials to report on it every year.

[]{.item} the first report is due in May;

[]{.item} the second report is due in June.

## Closing {}

[]{.num} The Meeting thanked the host for its kind hospitality.
"""


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, ssh_keygen: str) -> Path:
    """The meeting file, the text and the chair's key."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "meeting.yaml").write_text(yaml.safe_dump(MEETING, allow_unicode=True))
    (folder / "text.md").write_text(TEXT)
    signing.make_key(folder / "chair", "chair@talks.example")
    return folder


@pytest.fixture(scope="session")
def begun(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a zero draft, made once; tests get copies."""
    root = tmp_path_factory.mktemp("begun") / "talks"
    start_workspace(root, files / "meeting.yaml", now=START)
    draft_instrument(Workspace.open(root), "statement", files / "text.md", now=START)
    return root


@pytest.fixture(scope="session")
def opened(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with round 1 open for two weeks."""
    root = tmp_path_factory.mktemp("opened") / "talks"
    shutil.copytree(begun, root)
    open_round(Workspace.open(root), "statement", START + timedelta(days=14), now=START)
    return root


@pytest.fixture
def life(files: Path, begun: Path, tmp_path: Path) -> Life:
    """The negotiation with its zero draft, before any round."""
    shutil.copytree(begun, tmp_path / "talks")
    return Life(Workspace.open(tmp_path / "talks"), files, START)


@pytest.fixture
def round_one(files: Path, opened: Path, tmp_path: Path) -> Life:
    """The negotiation with round 1 open until the fourteenth day."""
    shutil.copytree(opened, tmp_path / "talks")
    return Life(Workspace.open(tmp_path / "talks"), files, START)


@pytest.fixture
def rivals(round_one: Life) -> Life:
    """Rivals of MYS and SGP at one place, SGP's own elsewhere; the round is consolidated."""
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}))
    own = {"warmly": "well", "kind hospitality": "hospitality"}
    life.submit("SGP", office.tracked(life.issued("SGP"), own))
    life.close()
    life.consolidate()
    return life


def crowded(folder: Path, codes: Sequence[str], now: datetime) -> Workspace:
    """The workspace ``talks`` of a meeting of so many delegations, with a zero draft."""
    meeting = MEETING | {
        "delegations": [{"code": code, "name": f"State {code}"} for code in codes],
        "chair": {"delegation": codes[0], "name": "The Chair"},
        "instruments": [],
    }
    (folder / "meeting.yaml").write_text(yaml.safe_dump(meeting))
    (folder / "text.md").write_text(TEXT)
    start_workspace(folder / "talks", folder / "meeting.yaml", now=now)
    workspace = Workspace.open(folder / "talks")
    draft_instrument(workspace, NAME, folder / "text.md", now=now)
    return workspace


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """Talks on a text with all that a delegate may change."""
    from tests.services.talks import open_talks  # they begin with the meeting of this file

    return open_talks(tmp_path_factory.mktemp("talks"))


@pytest.fixture(params=HANDS)
def desk(request: pytest.FixtureRequest, talks: Life, delegate: Delegate) -> Desk:
    """Tracked and untracked, saved as .docx and as .odt."""
    return Desk(talks, delegate, *HANDS[request.param])
