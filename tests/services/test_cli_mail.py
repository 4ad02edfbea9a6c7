"""The outbox on the command line."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.edges.post_office import opened
from tests.services.correspondence import with_focal_points
from tests.services.life import NAME, Life

from mufakat.cli import main
from mufakat.services.open_round import open_round


@pytest.fixture
def posted(life: Life) -> Life:
    """A round that is open as the commands' clock has it, with its invitations."""
    with_focal_points(life)
    now = datetime.now(UTC)
    open_round(life.workspace, NAME, now + timedelta(days=14), now=now)
    return life


def mail(life: Life, *given: str) -> Result:
    return CliRunner().invoke(main, ["mail", "--workspace", str(life.workspace.root), *given])


def answer(life: Life, *given: str) -> Any:
    return json.loads(mail(life, *given, "--json").stdout)


def test_the_outbox_is_shown(posted: Life) -> None:
    said = mail(posted).stdout
    assert f"laid out   {NAME}/1/invitation/SGP  tan@sgp.example, lim@sgp.example" in said
    assert "No focal point, so no mail: THA." in said
    found = answer(posted, NAME)["mails"]
    assert [one["kind"] for one in found] == ["invitation"] * 3
    assert found[0]["name"] == f"{NAME}/1/invitation/MYS"
    assert mail(posted, "stetement").exit_code == 2


def test_before_any_draft_there_are_no_mails(life: Life) -> None:
    shutil.rmtree(life.workspace.drafts)
    assert "There are no mails." in mail(life).stdout


def test_without_a_server_they_are_laid_out(posted: Life) -> None:
    shutil.rmtree(posted.workspace.outputs / "mail")
    done = mail(posted, "--send")
    assert (done.exit_code, "3 mails lie in" in done.stdout) == (0, True)
    assert len(list((posted.workspace.outputs / "mail" / NAME).iterdir())) == 3


def test_what_waits_is_sent_and_what_is_refused_ends_with_a_no(posted: Life) -> None:
    with opened() as office:
        with_focal_points(posted, mail=office.settings)
        office.on_rcpt = lambda address: "550 nobody here" if "vnm" in address else "250 OK"
        done = mail(posted, "--send")
        assert done.exit_code == 1
        assert f"given up   {NAME}/1/invitation/VNM" in done.stdout
        assert len(office.taken) == 2
        listed = mail(posted)
        assert listed.exit_code == 1
        assert "550 nobody here" in listed.stdout
        office.on_rcpt = lambda address: "250 OK"
        again = answer(posted, "--again", f"{NAME}/1/invitation/VNM", "--send")
        assert again["sent"] == [f"{NAME}/1/invitation/VNM"]
        assert mail(posted).exit_code == 0


def test_a_mail_that_was_sent_by_hand_is_not_sent(posted: Life) -> None:
    with opened() as office:
        with_focal_points(posted, mail=office.settings)
        mail(posted, "--done", f"{NAME}/1/invitation/VNM", "--send")
        assert len(office.taken) == 2


def test_a_template_that_is_not_right_is_named_and_its_mails_are_owed(posted: Life) -> None:
    folder: Path = posted.workspace.templates / "mail"
    (folder / "receipt.en.txt.j2").write_text("Receipt\n{{ nothing }}\n")
    posted.submit("SGP", None, now=0)
    assert f"owed       {NAME}/1/receipt/SGP/1" in mail(posted).stdout
    refused = mail(posted, "--send")
    assert refused.exit_code == 2
    assert "receipt.en.txt.j2" in refused.stderr


def test_what_came_in_is_shown_and_lodged_when_it_is_confirmed(
    posted: Life, tmp_path: Path
) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "tan@sgp.example", "[statement] our comments"
    made.add_attachment(posted.issued("SGP"), "application", "x", filename="ours.docx")
    (tmp_path / "saved.eml").write_bytes(made.as_bytes())

    def inbox(*given: str) -> Result:
        return CliRunner().invoke(
            main, ["inbox", "--workspace", str(posted.workspace.root), *given, "--json"]
        )

    [held] = json.loads(inbox("--keep", str(tmp_path / "saved.eml")).stdout)["mails"]
    assert (held["standing"], held["delegation"], held["files"]) == ("held", "SGP", ["ours.docx"])
    assert json.loads(inbox("--take", held["id"]).stdout)["receipt"] == f"{NAME}/1/SGP/1"
    [settled] = json.loads(inbox().stdout)["mails"]
    assert (settled["standing"], settled["receipt"]) == ("settled", f"{NAME}/1/SGP/1")
    assert inbox("--fetch").exit_code == 2
