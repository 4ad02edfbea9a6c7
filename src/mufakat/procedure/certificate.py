"""The certificate of a round: which laws were checked, what was counted, and what they found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mufakat.change.amendment import ChangeKind, Merge
from mufakat.change.proposal.proposals import wholes
from mufakat.procedure.fate import Fate, count, fate

LAWS: Mapping[str, str] = {
    "nothing lost": "Every change that a delegation lodged is in the record, with one fate.",
    "projection": "The text seen through one delegation alone is the text that it submitted; with "
    "every change rejected it is the draft.",
    "attribution": "Identical proposals carry all their sponsors, and nobody is credited with the "
    "words of another.",
    "order": "The submissions taken in any other order give the same result.",
    "nothing decided": "A contested passage keeps every alternative until the chair rules.",
    "kept as received": "The files are kept as they were received, and have the digests on record.",
    "read back": "What was rendered was read back, and means the same.",
    "text is text": "Every character of a delegation's words is that character in what was "
    "rendered.",
    "one side": "Each delegation acted for itself alone.",
}
"""The laws by name, each with its promise."""

GROUPS: Mapping[str, tuple[ChangeKind, ...]] = {
    "Words": ("insertion", "deletion", "replacement"),
    "Paragraphs": ("new paragraph", "deleted paragraph", "split", "join", "move", "restyle"),
    "Tables": (
        "new table",
        "deleted table",
        "new row",
        "deleted row",
        "new column cell",
        "deleted column cell",
        "table layout",
    ),
    "Marks": ("formatting",),
    "Typography": ("typographic",),
}
"""The kinds of change as a page groups them: each kind in one group."""


@dataclass(frozen=True, slots=True)
class Law:
    """One law that was checked; ``finding`` says what broke it, or on how much it was tried."""

    name: str
    holds: bool
    finding: str = ""

    @property
    def promise(self) -> str:
        """What the law says."""
        return LAWS.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Certificate:
    """The record that the laws were checked on one round.

    ``kinds`` counts each delegation's changes by kind; a change that several share counts for each
    of them there, and once in ``amendments``. What stands or falls together is one of the
    ``proposals``, of which some are ``shared`` or ``contested``. ``fates`` counts the changes that
    met each of the six fates (law 1), ``became`` the proposals.
    """

    instrument: str
    draft: str
    round: int
    digest: str
    when: datetime
    laws: tuple[Law, ...]
    kinds: Mapping[str, Mapping[str, int]]
    remarks: Mapping[str, int]
    amendments: int
    proposals: int
    shared: int
    passages: int
    contested: int
    fates: Mapping[Fate, int]
    became: Mapping[Fate, int]

    @property
    def holds(self) -> bool:
        """Whether every law that was checked holds."""
        return all(law.holds for law in self.laws)


def certificate(
    merge: Merge,
    laws: Iterable[Law],
    *,
    instrument: str,
    draft: str,
    round: int,
    digest: str,
    when: datetime,
    fates: Mapping[str, Fate] | None = None,
    earlier: Mapping[str, Fate] | None = None,
) -> Certificate:
    """The certificate of a merge; ``digest`` is that of the text the round was held on.

    ``fates`` are by amendment id; a change without one is bracketed. What stands in ``fates`` and
    not in the merge (changes of a superseded submission) is counted as well; ``earlier`` are the
    proposals that these made up.
    """
    met: dict[str, Fate] = {a.id: fate(None) for a in merge.amendments}
    met.update(fates or {})
    proposals = wholes(merge)
    became = [*(met[one.id] for one in proposals), *(earlier or {}).values()]
    return Certificate(
        instrument,
        draft,
        round,
        digest,
        when,
        tuple(laws),
        {state: _kinds(merge, state) for state in merge.states},
        {state: sum(r.sponsor == state for r in merge.remarks) for state in merge.states},
        len(merge.amendments),
        len(proposals),
        sum(len(one.first.sponsors) > 1 for one in proposals),
        len(merge.passages),
        sum(bool(one.passage) for one in proposals),
        count(met.values()),
        count(became),
    )


def record(certificate: Certificate) -> dict[str, object]:
    """The certificate as plain data for JSON."""
    return {
        "instrument": certificate.instrument,
        "draft": certificate.draft,
        "round": certificate.round,
        "digest": certificate.digest,
        "when": certificate.when.isoformat(),
        "holds": certificate.holds,
        "laws": [
            {"law": law.name, "promise": law.promise, "holds": law.holds, "finding": law.finding}
            for law in certificate.laws
        ],
        "delegations": {
            state: {"changes": dict(kinds), "comments": certificate.remarks.get(state, 0)}
            for state, kinds in certificate.kinds.items()
        },
        "changes": certificate.amendments,
        "proposals": certificate.proposals,
        "proposals with co-sponsors": certificate.shared,
        "contested passages": certificate.passages,
        "contested proposals": certificate.contested,
        "fates": dict(certificate.fates),
        "fates of proposals": dict(certificate.became),
    }


def table(certificate: Certificate) -> tuple[tuple[str, ...], ...]:
    """The counts as rows for a page: a heading, a row for each delegation, their sums.

    The kinds of change are grouped as in ``GROUPS``; the last column is the row's changes.
    """
    head = ("Delegation", *GROUPS, "Comments", "Changes")
    body = [
        (
            state,
            *(str(sum(counts.get(kind, 0) for kind in kinds)) for kinds in GROUPS.values()),
            str(certificate.remarks.get(state, 0)),
            str(sum(counts.values())),
        )
        for state, counts in certificate.kinds.items()
    ]
    sums = (str(sum(int(row[n]) for row in body)) for n in range(1, len(head)))
    return (head, *body, ("Sum", *sums))


def _kinds(merge: Merge, state: str) -> dict[str, int]:
    counted = Counter(a.kind for a in merge.amendments if state in a.sponsors)
    return {str(kind): counted[kind] for kind in sorted(counted)}
