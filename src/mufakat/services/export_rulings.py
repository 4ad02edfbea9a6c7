"""Writes the round's proposals as a file for the chair to rule on, passage by passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mufakat.change.amendment import Amendment, Merge
from mufakat.change.layout import Layout, layout
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.edges import rulings_file
from mufakat.edges.ledger import Head
from mufakat.edges.manifest import place
from mufakat.edges.workspace import Workspace
from mufakat.procedure.disposition import Ruling, ruled_twice
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import listed
from mufakat.procedure.place import Places
from mufakat.procedure.position import attributions, opposed
from mufakat.procedure.round import Round
from mufakat.procedure.rules import outcome
from mufakat.procedure.standing import current_round
from mufakat.procedure.together import proposal_wording
from mufakat.refusal import Refusal
from mufakat.services.answers import asked, described, expanded, filled_in, fitting, since
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up
from mufakat.services.take_position import held_positions
from mufakat.text.numbering import labels


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, and how much there is to rule on.

    Of the answers in another file, ``kept`` is how many proposals have theirs already, ``left``
    are those that were on what is no longer there.
    """

    path: Path
    proposals: int
    contested: int
    kept: int = 0
    left: tuple[str, ...] = ()


def export_rulings(
    workspace: Workspace, instrument: str, path: Path, source: Path | None = None
) -> Exported:
    """Writes the file; refused while the round is not consolidated, or if it is already there.

    Answers in another file (``source``), which was made for this or an earlier consolidation of
    the round, are taken over where they fit.
    """
    head = look_up(workspace, instrument)
    record = current_round(head.standing)
    if outcome(record.thing, record.state, "rule") is None:
        raise Refusal(
            f"{record.name} is {record.state}; there is nothing to rule on.",
            "Close and consolidate a round first.",
        )
    merged = recorded_merge(workspace.ledger, head, record.number)
    commit = workspace.ledger.consolidated(instrument, record.number)
    held = held_positions(workspace.ledger, head)
    before = _Before()
    if source:
        before = _before(workspace, head, record, merged, source, opposed(held))
    entries = list(_entries(merged, attributions(held), before))
    data = rulings_file.blank(
        instrument, record.number, printed(record.draft), commit, entries, before.left
    )
    _write(path.absolute(), data, record.closed or record.deadline)
    proposals = wholes(merged)
    contested = sum(bool(one.passage) for one in proposals)
    kept = sum(one.id in before.answers for one in proposals)
    return Exported(path.absolute(), len(proposals), contested, kept, before.left)


@dataclass(frozen=True, slots=True)
class _Before:
    """What an earlier file answers, and what is new since, by proposal."""

    answers: Mapping[str, Ruling] = field(default_factory=dict)
    news: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def _before(
    workspace: Workspace,
    head: Head,
    record: Round,
    merged: Merge,
    source: Path,
    against: Collection[str],
) -> _Before:
    when = record.closed or record.deadline
    filled = rulings_file.read(filled_in(source), workspace.meeting.chair.name, when)
    then = asked(workspace.ledger, head, record, filled) or merged
    found = since(then, merged)
    given = _once(fitting(then, filled, against, found))
    gone = {i: one for one in expanded(then, filled.rulings) for i in one.ids if i in found.gone}
    told = described(then, gone)
    news = dict.fromkeys(found.fresh, "new")
    news |= dict.fromkeys(found.rivalled, "now in a contested passage")
    news |= {name: f"now also proposed by {listed(s)}" for name, s in found.joined.items()}
    left = (f"{told[i]}: {said.disposition}; {said.reason} {said.text}" for i, said in gone.items())
    return _Before(given, news, tuple(one.strip() for one in left))


def _once(rulings: list[Ruling]) -> dict[str, Ruling]:
    """Each proposal's answer; refused if it has two."""
    given: dict[str, Ruling] = {}
    for ruling in rulings:
        for name in ruling.ids:
            if name in given:
                raise ruled_twice(name)
            given[name] = ruling
    return given


def _write(path: Path, data: bytes, when: datetime) -> None:
    if path.exists() and path.read_bytes() != data:
        raise Refusal(
            f"There is already another file at {path}.",
            "Name another path; rulings that were filled in are not written over. "
            "--from takes the answers of one file over into another.",
        )
    try:
        place(path, data, when)
    except OSError as problem:
        raise Refusal(
            f"The file cannot be written: {problem.strerror or problem} ({path}).",
            "Name a path that can be written to.",
        ) from problem


def _entries(
    merged: Merge, positions: Mapping[str, str], before: _Before
) -> Iterator[rulings_file.Entry]:
    """An entry a proposal, a passage's together, and everything typographic at the end.

    What is typographic is in one entry, or in one for each answer that was given to it.
    """
    places = Places.of(merged.base, labels(merged.base))
    where = layout(merged.base)
    proposals = [one for one in wholes(merged) if not one.typographic]
    rivals: dict[str, list[Whole]] = defaultdict(list)
    for one in proposals:
        rivals[one.passage or one.id].append(one)
    for group in rivals.values():
        for one in group:
            yield replace(
                _entry(one, places, where, positions.get(one.id, "")),
                news=before.news.get(one.id, ""),
                answer=before.answers.get(one.id),
            )
    alike: dict[tuple[str, Ruling | None], list[Amendment]] = defaultdict(list)
    for one in wholes(merged):
        if one.typographic:
            answer = before.answers.get(one.id)
            said = replace(answer, ids=()) if answer else None
            alike[before.news.get(one.id, ""), said].append(one.first)
    for (news, said), typographic in alike.items():
        by = dict.fromkeys(sponsor for a in typographic for sponsor in a.sponsors)
        names = tuple(a.id for a in typographic)
        yield rulings_file.Entry(
            names, "", "", "; ".join(by), "typographic", "", "", news=news, answer=said
        )


def _entry(proposal: Whole, places: Places, where: Layout, positions: str) -> rulings_file.Entry:
    said = proposal_wording(proposal, places, where)
    return rulings_file.Entry(
        (proposal.id,),
        proposal.passage,
        places.name(said.place),
        "; ".join(proposal.first.sponsors),
        proposal.kind,
        said.original.bracketed(),
        said.proposed.bracketed(),
        said.manner,
        positions,
    )
