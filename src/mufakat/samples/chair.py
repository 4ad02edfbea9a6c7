"""The chair at the desk: fills in the file of rulings, with a reason for each.

The file is read as a person reads it: who proposes which words, at which place. What nobody
contests is accepted as a rule; for the rest the chair has an answer, and finds its place again by
the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

_REST = "No delegation speaks against it, and the text gains by it."
_BRACKETS = str.maketrans("", "", "[]")  # which set off the words that a proposal touches
_SHOWN = ("kind", "original", "proposed", "manner")


class Puzzled(LookupError):
    """Something is contested that the chair has no answer to, or an answer finds no proposal."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The chair's ruling on what ``by`` propose where all of ``words`` are seen.

    ``text`` is what shall stand, where a proposal is accepted as modified.
    """

    by: str
    words: tuple[str, ...]
    disposition: str
    reason: str
    text: str = ""

    def fits(self, entry: dict[str, Any]) -> bool:
        """Whether this is the proposal that the answer was thought of for."""
        shown = " ".join(str(entry.get(key, "")) for key in _SHOWN)
        seen = shown.translate(_BRACKETS)
        return self.by == entry["by"] and all(word in seen for word in self.words)


_ECONOMY = ("the digital economy of ASEAN, ",)
_ANSWERS = (
    Answer(
        "MYS",
        _ECONOMY,
        "accepted",
        "Of the two readings the one for 2030 looks ahead, as the Statement does.",
    ),
    Answer(
        "SGP",
        _ECONOMY,
        "not accepted",
        "Only one of the two readings can stand; the one for 2030 is kept.",
    ),
    Answer(
        "IDN",
        _ECONOMY,
        "not accepted",
        "The Meeting wished to show the size of the digital economy; the note on the sources goes.",
    ),
    Answer(
        "IDN; SGP",
        ("deletion", "diversity of routes"),
        "not accepted",
        "Shorter outages are an aim of their own for Member States that depend on few cables.",
    ),
    Answer(
        "THA",
        ("is encouraged to host",),
        "not accepted",
        "The words found for the proposal of the Philippines and Singapore meet the concern.",
    ),
    Answer(
        "PHL; SGP",
        ("have access to a data centre",),
        "accepted as modified",
        "Both ways are left open, which small Member States had asked for in comments too.",
        "host, or have access to,",
    ),
    Answer(
        "LAO",
        ("new paragraph", "landlocked"),
        "accepted",
        "It does not compete with the paragraph on archipelagic Member States; both can stand.",
    ),
    Answer(
        "PHL",
        ("new paragraph", "archipelagic"),
        "accepted",
        "It does not compete with the paragraph on the landlocked Member State; both can stand.",
    ),
    Answer(
        "SGP",
        ("encouraged digital platforms",),
        "not accepted",
        "The verb of the zero draft stands between the two that are proposed.",
    ),
    Answer(
        "THA",
        ("urged digital platforms",),
        "not accepted",
        "The verb of the zero draft stands between the two that are proposed.",
    ),
    Answer(
        "SGP",
        ("work closely with Member States on the safety",),
        "accepted as modified",
        "The responsibility of platforms and their work with Member States belong together.",
        "take greater responsibility, in close cooperation with Member States, for",
    ),
    Answer(
        "THA",
        ("take full responsibility",),
        "not accepted",
        "Full responsibility would leave out what Member States do themselves.",
    ),
    Answer(
        "KHM",
        ("through points of contact",),
        "deferred",
        "ADGSOM is to confirm that the points of contact exist; the proposal is carried forward.",
    ),
    Answer(
        "VNM",
        ("formatting", "one ASEAN network"),
        "not accepted",
        "The Statement keeps bold type for tables.",
    ),
    Answer(
        "PHL",
        ("typographic",),
        "not accepted",
        "The Statement keeps the typographic apostrophes of the zero draft.",
    ),
)
_LATER = (
    Answer(
        "KHM",
        ("through points of contact",),
        "accepted",
        "ADGSOM has confirmed the points of contact.",
    ),
)


def rule(exported: str) -> str:
    """The exported file filled in: an answer where the chair has one, the rest accepted.

    ``Puzzled`` if a contested proposal finds no answer, or in round 1 an answer no proposal.
    """
    held = yaml.safe_load(exported)
    first = held["round"] == 1
    answers = list(_ANSWERS if first else _LATER)
    unused = set(answers)
    for entry in held["rulings"]:
        answer = next((one for one in answers if one.fits(entry)), None)
        if answer:
            unused.discard(answer)
            entry.update(_filled(answer))
        elif entry.get("passage"):
            raise Puzzled(f"The chair has no answer to the contested proposal {entry}.")
    if first and unused:
        raise Puzzled(f"Nobody proposes {[(answer.by, answer.words) for answer in unused]}.")
    held["rest"] = {"disposition": "accepted", "reason": _REST}
    written: str = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100)
    return written


def _filled(answer: Answer) -> dict[str, str]:
    filled = {"disposition": answer.disposition, "reason": answer.reason}
    return filled | ({"text": answer.text} if answer.text else {})
