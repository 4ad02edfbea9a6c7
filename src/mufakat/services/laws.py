"""The laws, checked on a round before anything of it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from mufakat.change.amendment import Merge
from mufakat.change.fragment import alike
from mufakat.change.merge import project
from mufakat.edges.ledger import Ledger, Lodged
from mufakat.procedure.certificate import Law
from mufakat.procedure.delegation import Delegation
from mufakat.procedure.meeting import Meeting
from mufakat.services.consolidation import Gathered
from mufakat.text.document import digest
from mufakat.text.tracked import TrackedDocument, alone, original, view


def check_laws(
    gathered: Gathered, merged: Merge, tracked: TrackedDocument, ledger: Ledger, meeting: Meeting
) -> tuple[Law, ...]:
    """Each law with what breaks it, or with how much it was tried on."""
    lodged = tuple(gathered.lodged.values())
    return (
        _law("nothing lost", _lost(gathered, merged), f"{len(merged.amendments)} changes"),
        _law("projection", _projection(gathered, merged), f"{len(merged.states)} delegations"),
        _law("attribution", _attribution(gathered, merged, tracked), "also in the tracked text"),
        _law("order", _order(gathered, merged), "taken backwards"),
        _law("nothing decided", _decided(merged), f"{len(merged.passages)} contested passages"),
        _law("kept as received", _received(ledger, gathered.every), _files(gathered.every)),
        _law("one side", _sides(ledger, meeting, lodged), f"{len(lodged)} submissions"),
    )


def _law(name: str, broken: Iterable[str], tried: str) -> Law:
    finding = next(iter(broken), "")
    return Law(name, not finding, finding or tried)


def _files(every: Iterable[Lodged]) -> str:
    count = sum(bool(one.submission.sha256) for one in every)
    return f"{count} file{'' if count == 1 else 's'}"


def _lost(gathered: Gathered, merged: Merge) -> Iterator[str]:
    """Each delegation has a proposal wherever it changed something, and each proposal one name."""
    twice = [name for name, n in Counter(a.id for a in merged.amendments).items() if n > 1]
    if twice:
        yield f"{twice[0]} stands for more than one proposal"
    for state, script in gathered.scripts.items():
        if script and not any(state in a.own for a in merged.amendments):
            yield f"the changes of {state} are missing"
    for proposal in gathered.carried:
        operations = {a.operation for a in merged.amendments}
        if not set(proposal.script) <= operations:
            yield f"{proposal.origin}, deferred before, is missing"
    remarks = Counter(remark.id for remark in gathered.remarks)
    if remarks != Counter(remark.id for remark in merged.remarks):
        yield "a comment is missing"


def _projection(gathered: Gathered, merged: Merge) -> Iterator[str]:
    for state in merged.states:
        if not alike(project(merged, state).body, gathered.texts[state].body):
            yield f"the text seen through {state} is not what it submitted"


def _attribution(gathered: Gathered, merged: Merge, tracked: TrackedDocument) -> Iterator[str]:
    """The tracked text, with one name's changes accepted, is that delegation's text."""
    if not alike(original(tracked).body, gathered.base.body):
        yield "with every change rejected the text is not the draft"
    for state in merged.states:
        if not alike(view(tracked, alone(state)).body, gathered.texts[state].body):
            yield f"what bears the name of {state} is not what it submitted"
    carried = {state for proposal in gathered.carried for state in proposal.sponsors}
    named = {state for amendment in merged.amendments for state in amendment.sponsors}
    strangers = named - set(gathered.scripts) - carried
    if strangers:
        yield f"{min(strangers)} is named and lodged nothing"


def _order(gathered: Gathered, merged: Merge) -> Iterator[str]:
    if gathered.merged(backwards=True) != merged:
        yield "taken in another order the submissions give another result"


def _decided(merged: Merge) -> Iterator[str]:
    held = {amendment.id for amendment in merged.amendments}
    for passage in merged.passages:
        if len(passage.amendments) < 2 or not set(passage.amendments) <= held:
            yield f"{passage.id} does not keep every alternative"


def _received(ledger: Ledger, every: Iterable[Lodged]) -> Iterator[str]:
    """The bytes of every file of the round have the digest that its receipt names."""
    kept = [one for one in every if one.submission.sha256]
    names = [f"{one.commit}:original/{one.submission.name}" for one in kept]
    for one, content in zip(kept, ledger.repository.read(names), strict=True):
        if content is None or digest(content) != one.submission.sha256:
            yield f"the file of {one.submission.receipt} is not what was received"


def _sides(ledger: Ledger, meeting: Meeting, lodged: Iterable[Lodged]) -> Iterator[str]:
    """Each submission's author is the delegation whose submission it is."""
    held = tuple(lodged)
    if not held:
        return
    authors = {
        commit.oid: commit.author
        for commit in ledger.repository.commits("--no-walk", *(one.commit for one in held))
    }
    for one in held:
        code = one.submission.delegation
        email = meeting.delegation_party(Delegation(code, code)).email
        if authors[one.commit].email != email:
            yield f"{one.submission.receipt} was lodged by {authors[one.commit].name}"
