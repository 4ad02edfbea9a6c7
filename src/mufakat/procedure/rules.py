"""The rules of procedure: who may do what, when, and what comes of it.

``ACTS`` says whose each act is, ``STATES`` what each state means and what is needed to leave it,
``RULES`` which act is in order in which state. Whatever is not in ``RULES`` is refused. Everything
else asks these three tables; docs/procedure.md prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mufakat.refusal import Refusal

Role = Literal["secretariat", "chair", "delegation"]
Thing = Literal["instrument", "round of comments", "silence procedure", "submission", "paragraph"]
Act = Literal[
    "draft", "open", "open silence", "extend", "close", "reopen", "submit", "withdraw", "admit",
    "consolidate", "take a position", "rule", "issue", "break silence", "clear", "endorse",
    "reserve", "adopt",
]  # fmt: skip
InstrumentState = Literal[
    "drafted", "in a round", "under silence", "silence broken", "agreed", "cleared", "adopted"
]
RoundState = Literal["open", "closed", "consolidated", "ruled", "issued", "broken", "lapsed"]
SubmissionState = Literal["in time", "late", "admitted", "superseded", "withdrawn"]
ParagraphState = Literal["clean", "amended", "contested", "settled", "bracketed"]

NEW = "new"
"""What something is before the act that makes it."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An act: whose it is, what one calls a thing that it was done to, how it is asked for."""

    who: Role
    done: str
    command: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A state: what it means, and what would be needed where an act is not in order in it."""

    means: str
    needed: str


@dataclass(frozen=True, slots=True)
class Rule:
    """An act is in order while a thing is in one of these states; ``then`` is what it is after.

    Where ``then`` is empty it stays as it is. ``provided`` is what is needed besides.
    """

    act: Act
    states: tuple[str, ...]
    then: str = ""
    provided: str = ""


ACTS: dict[Act, Doing] = {
    "draft": Doing("secretariat", "drafted", "mufakat draft"),
    "open": Doing("secretariat", "opened for comments", "mufakat round open"),
    "open silence": Doing("secretariat", "put under silence", "mufakat silence open"),
    "extend": Doing("secretariat", "extended", "mufakat round extend"),
    "close": Doing("secretariat", "closed", "mufakat round close"),
    "reopen": Doing("chair", "reopened", "mufakat round reopen"),
    "submit": Doing("delegation", "commented on", "mufakat submit"),
    "withdraw": Doing("delegation", "withdrawn", "mufakat withdraw"),
    "admit": Doing("chair", "given a late submission", "mufakat round admit"),
    "consolidate": Doing("secretariat", "consolidated", "mufakat consolidate"),
    "take a position": Doing("delegation", "given a position", "mufakat position"),
    "rule": Doing("chair", "ruled on", "mufakat rulings apply"),
    "issue": Doing("secretariat", "followed by the next draft", "mufakat issue"),
    "break silence": Doing("delegation", "broken", "mufakat silence break"),
    "clear": Doing("secretariat", "cleared", "mufakat clear"),
    "endorse": Doing("delegation", "endorsed", "mufakat endorse"),
    "reserve": Doing("delegation", "reserved on", "mufakat reserve"),
    "adopt": Doing("chair", "adopted", "mufakat adopt"),
}
"""Every act; a secretariat's act can also be the clockwork's, in the secretariat's name."""

STATES: dict[Thing, dict[str, Meaning]] = {
    "instrument": {
        "drafted": Meaning(
            "A draft is out, and nothing is under way on it.",
            "Open a round on it (mufakat round open).",
        ),
        "in a round": Meaning(
            "A round of comments is not over: the next draft has not been issued.",
            "See the round through until the next draft is issued (mufakat issue).",
        ),
        "under silence": Meaning(
            "The draft is agreed unless a delegation objects before the deadline.",
            "Wait for the deadline; until then a delegation may break silence.",
        ),
        "silence broken": Meaning(
            "A delegation objected to this draft.",
            "Open a round of comments first (mufakat round open).",
        ),
        "agreed": Meaning(
            "Nobody broke the silence on these words.",
            "Have it cleared (mufakat clear), or adopt it (mufakat adopt).",
        ),
        "cleared": Meaning(
            "A level has cleared these words.",
            "Have the next level clear it (mufakat clear), or adopt it (mufakat adopt).",
        ),
        "adopted": Meaning(
            "The text is authentic.",
            "An adopted text is never altered; a new instrument can amend it.",
        ),
    },
    "round of comments": {
        "open": Meaning("Delegations lodge submissions.", "Close it first (mufakat round close)."),
        "closed": Meaning(
            "The deadline has passed; what comes now is late.",
            "Consolidate it first (mufakat consolidate).",
        ),
        "consolidated": Meaning(
            "All proposals are side by side; delegations take positions on them.",
            "Apply the chair's rulings first (mufakat rulings apply).",
        ),
        "ruled": Meaning(
            "The chair has given every proposal a disposition.",
            "Issue the next draft first (mufakat issue).",
        ),
        "issued": Meaning(
            "The next draft is out; the round is over.",
            "The next draft is out; open a round on it (mufakat round open).",
        ),
    },
    "silence procedure": {
        "open": Meaning(
            "The text is agreed unless somebody objects.",
            "Wait for the deadline; until then a delegation may break silence.",
        ),
        "broken": Meaning(
            "A delegation objected, with a reason.",
            "The objection is on record; open a round of comments (mufakat round open).",
        ),
        "lapsed": Meaning("Nobody objected.", "The text is agreed; it can be cleared and adopted."),
    },
    "submission": {
        "in time": Meaning(
            "It counts, until the same delegation lodges another.",
            "It counts as it is; lodge another to replace it (mufakat submit).",
        ),
        "late": Meaning(
            "It is kept, and counts for nothing.",
            "Ask the chair to admit it (mufakat round admit).",
        ),
        "admitted": Meaning(
            "It was late, and counts by the chair's decision.",
            "It counts already; the chair may rule its proposals withdrawn.",
        ),
        "superseded": Meaning(
            "A later one of the same delegation counts in its place.",
            "A later submission has taken its place.",
        ),
        "withdrawn": Meaning("The delegation took it back.", "Lodge it again (mufakat submit)."),
    },
    "paragraph": {
        "clean": Meaning("Nobody proposes to change it.", "Lodge a proposal (mufakat submit)."),
        "amended": Meaning(
            "There are proposals on it, which can all stand.", "Have the chair rule."
        ),
        "contested": Meaning(
            "Different proposals claim the same words or the same place.", "Have the chair rule."
        ),
        "settled": Meaning("Every proposal on it is decided.", "Issue the next draft."),
        "bracketed": Meaning(
            "A proposal on it stands over, in brackets, to the next round.",
            "Open a round on it (mufakat round open).",
        ),
    },
}
"""The states that each thing can be in."""

_SETTLED = ("drafted", "agreed", "cleared")
_BEFORE_ADOPTION = ("drafted", "in a round", "under silence", "silence broken", "agreed", "cleared")

RULES: dict[Thing, tuple[Rule, ...]] = {
    "instrument": (
        Rule("draft", (NEW,), "drafted"),
        Rule("open", (*_SETTLED, "silence broken"), "in a round", "the deadline is still to come"),
        Rule(
            "open silence",
            _SETTLED,
            "under silence",
            "it runs as long as the meeting's shortest silence",
        ),
        Rule("issue", ("in a round",), "drafted", "the chair has ruled"),
        Rule("break silence", ("under silence",), "silence broken", "before the deadline"),
        Rule(
            "close",
            ("under silence",),
            "agreed",
            "the deadline has passed (what a level had cleared stays cleared)",
        ),
        Rule("clear", _SETTLED, "cleared", "it is the next level's turn"),
        Rule("endorse", _SETTLED),
        Rule("reserve", _BEFORE_ADOPTION, provided="it has words"),
        Rule(
            "adopt", _SETTLED, "adopted", "every level has cleared it, and no proposal is deferred"
        ),
    ),
    "round of comments": (
        Rule("open", (NEW,), "open"),
        Rule(
            "extend", ("open",), provided="the new deadline is later; for one delegation, a reason"
        ),
        Rule(
            "close",
            ("open",),
            "closed",
            "the deadline and every extension have passed, or closing early is meant",
        ),
        Rule(
            "reopen",
            ("closed", "consolidated", "ruled"),
            "open",
            "with a reason and a new deadline",
        ),
        Rule("admit", ("closed", "consolidated"), "closed", "with a reason"),
        Rule("consolidate", ("closed",), "consolidated", "the laws hold"),
        Rule(
            "take a position",
            ("consolidated",),
            provided="on a proposal that the delegation does not sponsor",
        ),
        Rule(
            "rule",
            ("consolidated", "ruled"),
            "ruled",
            "every proposal has one disposition, with a reason",
        ),
        Rule("issue", ("ruled",), "issued"),
    ),
    "silence procedure": (
        Rule("open silence", (NEW,), "open"),
        Rule("extend", ("open",), provided="the new deadline is later, and for all"),
        Rule("break silence", ("open",), "broken", "before the deadline, with a reason"),
        Rule("close", ("open",), "lapsed", "the deadline has passed"),
    ),
    "submission": (
        Rule(
            "submit",
            (NEW,),
            "in time",
            "the round is open and the delegation's own deadline has not passed",
        ),
        Rule("submit", (NEW,), "late", "that is not so"),
        Rule("submit", ("in time", "admitted"), "superseded", "the same delegation lodges again"),
        Rule("withdraw", ("in time",), "withdrawn", "its delegation could still lodge in time"),
        Rule("admit", ("late",), "admitted", "the round is closed or consolidated"),
    ),
    "paragraph": (
        Rule("consolidate", ("clean", "bracketed"), "amended", "somebody proposes to change it"),
        Rule("consolidate", ("clean", "bracketed"), "contested", "proposals rival on it"),
        Rule("rule", ("amended", "contested"), "settled", "nothing on it is deferred"),
        Rule("rule", ("amended", "contested"), "bracketed", "something on it is deferred"),
        Rule("issue", ("settled",), "clean"),
        Rule("issue", ("bracketed",), provided="what stands over is said again on the new text"),
    ),
}
"""What may follow what."""


def who(act: Act) -> Role:
    """Whose an act is."""
    return ACTS[act].who


def outcome(thing: Thing, state: str, act: Act) -> str | None:
    """What a thing is after an act, or None if the act is not in order."""
    for rule in RULES[thing]:
        if rule.act == act and state in rule.states:
            return rule.then or state
    return None


def check(thing: Thing, state: str, act: Act, name: str) -> str:
    """What the thing of this name is after an act; if not in order, refused with what is needed."""
    then = outcome(thing, state, act)
    if then is None:
        raise Refusal(f"{name} cannot be {ACTS[act].done}: it is {state}.", needed(thing, state))
    return then


def needed(thing: Thing, state: str) -> str:
    """What would be needed to leave a state."""
    return STATES[thing][state].needed
