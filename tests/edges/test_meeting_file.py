from datetime import date
from pathlib import Path

import pytest

import mufakat
from mufakat.edges.meeting_file import read_meeting, template_data
from mufakat.procedure.delegation import FocalPoint
from mufakat.procedure.meeting import MailServer
from mufakat.refusal import Refusal

MEETING = """\
meeting: talks
title: The Talks
short: Talks
place: Hà Nội
host: VNM
chair: {delegation: VNM, name: Nguyễn Văn Chủ}
time_zone: Asia/Ho_Chi_Minh
starts: 2026-01-12
ends: 2026-01-16
secretariat: {name: Secretariat, email: secretariat@talks.example}
delegations:
  - {code: THA, name: Thailand, time_zone: Asia/Bangkok}
  - {code: VNM, name: Viet Nam}
levels:
  - {id: officials, name: Senior officials}
  - {id: ministers, name: Ministers}
partners:
  - {name: Japan, code: JPN}
  - {name: World Bank}
calendar:
  - {at: 2026-01-12T08:30:00, what: Opening}
  - {at: 2026-01-16, what: Closing}
instruments:
  - {id: statement, title: Statement, symbol: T/1, levels: [officials, ministers]}
  - {id: dialogue, title: Dialogue, symbol: T/2, levels: [ministers], parties: [VNM, JPN, THA]}
facts: {users: 500 million}
"""


def test_the_meeting_is_read_as_it_is_written() -> None:
    meeting = read_meeting(MEETING.encode())
    assert meeting.roster.codes == ("THA", "VNM")
    assert meeting.instrument("statement").parties == ("THA", "VNM")
    assert meeting.instrument("dialogue").parties == ("THA", "VNM", "JPN")
    assert meeting.instrument("statement").verb == "adopt"
    assert meeting.chair.name == "Nguyễn Văn Chủ"
    assert meeting.silence_hours == 72
    assert [event.at.isoformat() for event in meeting.calendar] == [
        "2026-01-12T08:30:00+07:00",
        "2026-01-16T00:00:00+07:00",
    ]
    assert template_data(MEETING.encode())["facts"] == {"users": "500 million"}


def test_focal_points_have_languages_and_mail_has_a_server() -> None:
    point = "{name: Đỗ, email: do@vnm.example, language: vi}"
    text = MEETING.replace("name: Viet Nam}", f"name: Viet Nam, focal_points: [{point}]}}")
    text = text.replace("code: JPN}", "code: JPN, focal_points: [{name: K, email: k@jpn.example}]}")
    meeting = read_meeting(f"{text}\nmail: {{host: smtp.example, from: post@x.example}}".encode())
    assert meeting.roster.find("VNM").focal_points == (FocalPoint("Đỗ", "do@vnm.example", "vi"),)
    parties = meeting.parties(meeting.instrument("dialogue"))
    assert [point.email for party in parties for point in party.focal_points] == [
        "do@vnm.example",
        "k@jpn.example",
    ]
    assert meeting.mail == MailServer("smtp.example", 587, "starttls", "", "post@x.example")
    assert str(meeting.mail_sender) == "Secretariat <post@x.example>"
    assert str(read_meeting(MEETING.encode()).mail_sender).endswith("<secretariat@talks.example>")


def test_a_delegation_has_its_own_time_zone_weekend_and_holidays() -> None:
    own = "time_zone: Asia/Bangkok, weekend: [friday, sunday], holidays: [2026-01-01]}"
    meeting = read_meeting(MEETING.replace("time_zone: Asia/Bangkok}", own).encode())
    thailand, viet_nam = meeting.roster
    assert (thailand.time_zone, thailand.weekend) == ("Asia/Bangkok", (4, 6))
    assert thailand.holidays == (date(2026, 1, 1),)
    assert (viet_nam.time_zone, viet_nam.weekend) == ("Asia/Ho_Chi_Minh", (5, 6))
    assert viet_nam.holidays == ()


def test_the_meeting_file_that_comes_along_is_right() -> None:
    path = Path(mufakat.__file__).parent / "templates" / "meetings" / "adgmin-6.yaml"
    meeting = read_meeting(path.read_bytes())
    assert len(meeting.roster) == 11
    assert meeting.instrument("joint-statement").parties == meeting.roster.codes


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("title: The Talks\n", "", "title", "missing"),
        ("short:", "shrot:", "short", "missing"),
        ("place: Hà Nội", "palce: Hà Nội", "palce", "place"),
        ("id: statement", "id: State ment", "instruments[1].id", "small letters"),
        ("Asia/Bangkok", "Asia/Bangkock", "delegations[1].time_zone", "Asia/Bangkok"),
        ("Asia/Bangkok", "Asia/Bangkok, weekend: [caturday]", "delegations[1].weekend[1]", "catur"),
        ("Asia/Bangkok", "Asia/Bangkok, holidays: [soon]", "delegations[1].holidays[1]", "soon"),
        ("code: THA", "code: Thailand", "delegations[1].code", "Thailand"),
        ("code: VNM", "code: THA", "delegations[2]", "twice"),
        ("[officials, ministers]", "[ministers, officials]", "instruments[1].levels", "order"),
        ("[officials, ministers]", "[officers]", "instruments[1].levels", "officials"),
        ("[officials, ministers]", "[]", "instruments[1].levels", "least 1"),
        ("[VNM, JPN, THA]", "[VNM, JPX]", "instruments[2].parties", "JPN"),
        ("[VNM, JPN, THA]", "[]", "instruments[2].parties", "no parties"),
        ("delegation: VNM", "delegation: VMN", "chair.delegation", "VNM"),
        ("host: VNM", "host: XXX", "host", "XXX"),
        ("secretariat@talks", "secretariat talks", "secretariat.email", "secretariat talks"),
        ("ends: 2026-01-16", "ends: 2026-01-11", "ends", "before it starts"),
        ("starts: 2026-01-12", "starts: soon", "starts", "soon"),
        ("symbol: T/1", "symbol: T/1, verb: adpot", "instruments[1].verb", "adpot"),
        ("facts: {users: 500 million}", "facts: none", "facts", "dictionary"),
        (
            "secretariat@talks.example",
            "'a,b@talks.example'",
            "secretariat.email",
            "no single, plain",
        ),
        ("facts:", "mail: {hots: x}\nfacts:", "mail.host", "missing"),
        ("facts:", "mail: {host: x, prot: 5}\nfacts:", "mail.prot", "port"),
        ("facts:", "mail: {host: x, security: tls}\nfacts:", "mail.security", "starttls"),
        ("facts:", "mail: {host: x, password: y}\nfacts:", "mail.password", "not a key"),
        (
            "facts:",
            "mail: {host: x, user: y, security: none}\nfacts:",
            "mail.security",
            "protected line",
        ),
    ],
)
def test_every_mistake_is_one_clear_refusal_with_the_key_s_path(
    old: str, new: str, path: str, said: str
) -> None:
    assert old in MEETING
    with pytest.raises(Refusal) as refusal:
        read_meeting(MEETING.replace(old, new, 1).encode())
    assert path in refusal.value.error
    assert said in refusal.value.error + refusal.value.hint
    assert "\n" not in refusal.value.error


@pytest.mark.parametrize(
    "data", [b"", b"just words", b"- a\n- list\n", b"a: [1, 2", b"\xff\xfe\x00", b"a: \x07", b"!!x"]
)
def test_what_is_no_meeting_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="meeting file"):
        read_meeting(data)


def test_a_file_is_data_and_makes_nothing() -> None:
    with pytest.raises(Refusal):
        read_meeting(b"meeting: !!python/object/apply:os.system ['true']\n")
