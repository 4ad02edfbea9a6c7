"""Officials and chair together, through the ordinary door: the rounds of the joint statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.samples.chair import rule
from mufakat.samples.later_rounds import objection, third_round
from mufakat.samples.letters import Return
from mufakat.samples.returns import first_round
from mufakat.services.admit_submission import admit_submission
from mufakat.services.apply_rulings import apply_rulings
from mufakat.services.break_silence import break_silence
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.export_rulings import export_rulings
from mufakat.services.issue_draft import issue_draft
from mufakat.services.open_round import open_round
from mufakat.services.open_silence import open_silence
from mufakat.services.receive_submission import receive_submission
from mufakat.services.start_workspace import start_workspace

NAME = "joint-statement"
START = datetime(2025, 12, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def on(day: float) -> datetime:
    return START + timedelta(days=day)


class Story:
    """The rounds as the demo goes through them."""

    def __init__(self, root: Path) -> None:
        start_workspace(root, now=START)
        self.root, self.workspace = root, Workspace.open(root)
        for name in (NAME, "adm2030"):
            draft_instrument(self.workspace, name, now=START)

    def open(self, name: str, day: float, until: float) -> dict[str, bytes]:
        opened = open_round(self.workspace, name, on(until), now=on(day))
        return {code: path.read_bytes() for code, path in opened.issued.items()}

    def lodge(self, one: Return, day: float) -> str:
        try:
            taken = receive_submission(
                self.workspace, NAME, one.code, one.data, one.filename, now=on(day), note=one.note
            )
        except Refusal:
            return "refused"
        assert taken.late == (one.when == "late")
        return "taken"

    def settle(self, day: float) -> dict[str, int]:
        consolidate(self.workspace, NAME, now=on(day))
        path = self.root / f"rulings-{day}.yaml"
        export_rulings(self.workspace, NAME, path)
        path.write_text(rule(path.read_text(encoding="utf-8")), encoding="utf-8")
        ruled = apply_rulings(self.workspace, NAME, path, now=on(day))
        issue_draft(self.workspace, NAME, now=on(day))
        return dict(ruled.counts)

    def text(self, draft: str) -> str:
        repository = self.workspace.ledger.repository
        return (repository.read([f"{NAME}/{draft}:text.md"])[0] or b"").decode()


@pytest.mark.slow
def test_every_return_meets_its_fate_and_the_chair_has_an_answer_to_all(tmp_path: Path) -> None:
    story = Story(tmp_path)
    issued, other = story.open(NAME, 0.1, 18), story.open("adm2030", 0.1, 18)
    returns = first_round(issued, other["VNM"])
    for hour, one in enumerate(one for one in returns if one.when == "in time"):
        assert story.lodge(one, 10 + hour / 24) == one.fate
    close_round(story.workspace, NAME, now=on(18))
    assert story.lodge(returns[-1], 18.2) == "taken"
    admit_submission(story.workspace, NAME, "TLS", "Its first statement.", now=on(18.3))
    counts = story.settle(19)
    assert set(counts) == {"accepted", "accepted as modified", "not accepted", "deferred"}
    assert "Drafting note" not in story.text("rev-1")

    open_silence(story.workspace, NAME, on(24), now=on(20))
    letter = objection()
    break_silence(story.workspace, NAME, letter.code, letter.reason, now=on(22))
    for hour, one in enumerate(third_round(story.open(NAME, 25, 27))):
        assert story.lodge(one, 26 + hour / 24) == one.fate
    close_round(story.workspace, NAME, now=on(27))
    assert story.settle(28) == {"accepted": 2}
    text = story.text("rev-2")
    assert "by 2030 according to the estimates available to the Meeting, has" in text
    assert "used for fraud, through points of contact;" in text
