from datetime import date
from pathlib import Path

import pytest

import mufakat
from mufakat.edges.meeting_file import read_meeting, read_own_meeting, template_data
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
    ("old", "new", "said", "expected"),
    [
        ("title: The Talks\n", "", "file: title is missing", "title: Sixth ASEAN"),
        ("short:", "shrot:", "line 3: shrot is not a key", "mean short"),
        ("place: Hà Nội", "palce: Hà Nội", "line 4: palce is not a key", "mean place?"),
        ("short: Talks", "short: ", "line 3: short is empty", "short: 6th ADGMIN"),
        ("short: Talks", "short: 6", "line 3: short is “6”", "Put it in quotes."),
        ("short: Talks", "short: [a]", "line 3: short is a list", "short: 6th ADGMIN"),
        ("id: statement", "id: State ment", "24: id of instrument State ment", "small letters"),
        ("Bangkok", "Bangkock", "12: time_zone of delegation THA", "mean Asia/Bangkok"),
        ("Bangkok", "Bangkok, weekend: [fun]", "12: weekend day 1 of delegation THA", "[saturday"),
        ("Bangkok", "Bangkok, holidays: [soon]", "holiday 1 of delegation THA is “soon”", "[2026-"),
        ("code: THA", "code: Thailand", "code of delegation Thailand", "capital letters"),
        ("code: VNM", "code: THA", "13: delegation THA: THA is there twice.", ""),
        ("[officials, ministers]", "[ministers, officials]", "levels of instrument", "the order"),
        ("[officials, ministers]", "[officers]", "24: levels of instrument", "mean officials?"),
        ("[officials, ministers]", "[]", "levels of instrument statement is an empty", "[senior"),
        ("[VNM, JPN, THA]", "[VNM, JPX]", "25: parties of instrument dialogue", "mean JPN?"),
        ("[VNM, JPN, THA]", "[]", "25: parties of instrument dialogue", "no parties"),
        ("[VNM, JPN, THA]", "[VNM, jpn]", "party 2 of instrument dialogue is “jpn”", "[THA, VNM]"),
        ("delegation: VNM", "delegation: VMN", "6: delegation of chair: there is no “VMN”", "VNM?"),
        ("host: VNM", "host: XXX", "line 5: host: there is no “XXX”", "THA and VNM"),
        (
            "at@talks",
            "at talks",
            "line 10: email of secretariat is “secretari",
            "email: secretariat@",
        ),
        ("at@talks", "at,b@talks", "10: email of secretariat is “secretari", "one plain address"),
        ("ends: 2026-01-16", "ends: 2026-01-11", "line 9: ends: the meeting ends before", ""),
        ("starts: 2026-01-12", "starts: soon", "8: starts is “soon”; it takes a day", "2026-01-12"),
        (
            "/1",
            "/1, verb: adpot",
            "24: verb of instrument statement is “adpot”",
            "approve, endorse",
        ),
        (
            "facts: {users: 500 million}",
            "facts: none",
            "line 26: facts is “none”",
            "names and values",
        ),
        ("facts: {users", "facts: {9: 1, users", "line 26: 9 of facts is “1”", "names and values"),
        ("facts:", "mail: {}\nfacts:", "host of mail is missing", "host: smtp.state.example"),
        ("facts:", "mail: {host: x, prot: 5}\nfacts:", "prot of mail is not a key", "mean port"),
        ("facts:", "mail: {host: x, form: y}\nfacts:", "form of mail is not a key", "from"),
        ("facts:", "mail: {host: x, security: tls}\nfacts:", "security of mail", "starttls"),
        ("facts:", "mail: {host: x, password: y}\nfacts:", "password of mail is not a key", ""),
        (
            "facts:",
            "mail: {host: x, user: y, security: none}\nfacts:",
            "26: security of mail",
            "protected line",
        ),
        ("facts:", "limits: {nesting: 999}\nfacts:", "nesting of limits is “999”", "4 to 200"),
        ("facts:", "7: x\nfacts:", "line 26: 7", ""),
    ],
)
def test_a_mistake_is_named_by_its_place_its_line_what_is_there_and_what_is_expected(
    old: str, new: str, said: str, expected: str
) -> None:
    assert old in MEETING
    with pytest.raises(Refusal) as refusal:
        read_meeting(MEETING.replace(old, new, 1).encode())
    assert said in refusal.value.error
    assert expected in refusal.value.error
    assert "\n" not in refusal.value.error


def test_every_mistake_is_named_and_of_each_only_what_is_innermost() -> None:
    text = MEETING.replace("title: The Talks\n", "").replace(
        "T/1", "T/1, verb: adpot, parties: [x]"
    )
    with pytest.raises(Refusal) as refusal:
        read_meeting(text.replace("place:", "palce:").encode())
    first, *others = (refusal.value.error, *refusal.value.details)
    assert "line 3: palce" in first
    assert [one.partition(" is ")[0] for one in others] == [
        "line 23: party 1 of instrument statement",
        "line 23: verb of instrument statement",
        "title",
    ]


def test_of_very_many_mistakes_the_first_are_shown_and_the_others_counted() -> None:
    many = "".join(f"key{n}: x\n" for n in range(40))
    with pytest.raises(Refusal) as refusal:
        read_meeting((MEETING + many).encode())
    assert refusal.value.details[-1] == "and 29 more"


def test_a_mistake_in_what_entries_share_is_shown_where_it_is_written() -> None:
    shared = MEETING.replace("- {id: statement", "- &one {id: statement")
    shared = shared.replace("- {id: dialogue,", "- {<<: *one, id: dialogue,").replace("T/1", "")
    with pytest.raises(Refusal, match="line 24: symbol of instrument statement is empty"):
        read_meeting(shared.encode())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("place:", "title: Other Talks\nplace:", "line 4: title is there already, on line 2."),
        ("place:", "place: Here\nplace:", "line 5: place is there already, on line 4."),
        (
            "code: THA,",
            "code: THA, name: X,",
            "line 12: name of delegation THA is there already, on line 12.",
        ),
        ("{users:", "{users: {a: 1, a: 2}, other:", "line 26: a of users of facts is there"),
        ("levels:", "levels: [{}, {}, {id: a, id: b}]\nlevels:", "levels is there already"),
        ("facts: {", "facts: {9: 1, 9: 2, ", "line 26: 9 of facts is there already"),
    ],
)
def test_a_key_that_is_there_twice_is_a_mistake_of_a_file_that_can_be_corrected(
    old: str, new: str, said: str
) -> None:
    data = MEETING.replace(old, new, 1).encode()
    with pytest.raises(Refusal) as refusal:
        read_own_meeting(data)
    assert said in refusal.value.error
    if "9" not in said:
        read_meeting(data)  # what the record holds can be read for ever


def test_what_entries_share_may_be_written_otherwise_in_one_of_them() -> None:
    shared = MEETING.replace("- {id: statement", "- &one {id: statement")
    shared = shared.replace("- {id: dialogue,", "- {<<: *one, id: dialogue,")
    assert read_own_meeting(shared.encode()).instrument("dialogue").symbol == "T/2"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        b"- a\n- list\n",
        b"a: [1, 2",
        b"\xff\xfe\x00",
        b"a: \x07",
        b"!!x",
        b"a: &a {<<: *a}",
        b"a: &a {b: *a}",
    ],
)
def test_what_is_no_meeting_file_is_refused(data: bytes) -> None:
    for read in (read_meeting, read_own_meeting):
        with pytest.raises(Refusal, match="meeting file"):
            read(data)


def test_a_file_is_data_and_makes_nothing() -> None:
    with pytest.raises(Refusal):
        read_meeting(b"meeting: !!python/object/apply:os.system ['true']\n")
