"""How a text came to be what it is: drafts compared, and each paragraph traced to its proposals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mufakat.change.amendment import Amendment, Insert, Move, Operation, Replace
from mufakat.change.compare.diff import diff as compare
from mufakat.change.layout import layout
from mufakat.change.merge import merged_alone
from mufakat.change.proposal.proposals import wholes
from mufakat.edges import rulings_file
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.record_names import TEXT, round_file
from mufakat.edges.workspace import Workspace
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.draft import following, preceding, printed
from mufakat.procedure.excerpt import brief
from mufakat.procedure.nearest import unknown
from mufakat.procedure.place import Places
from mufakat.procedure.together import proposal_wording
from mufakat.services.apply_rulings import RULINGS, settled_rulings
from mufakat.services.consolidation import recorded_merge
from mufakat.services.history import Blame, Difference, Differences, Provenance
from mufakat.services.look_up import look_up
from mufakat.text.document import (
    MARK,
    Anchor,
    Block,
    Cell,
    Document,
    Node,
    Note,
    Paragraph,
    Row,
    paragraphs,
)
from mufakat.text.markup import parse
from mufakat.text.numbering import labels


def differences(workspace: Workspace, instrument: str, before: str, after: str) -> Differences:
    """What one draft says differently from another; the usual two where none is named."""
    head = look_up(workspace, instrument)
    old, new = chosen(head, before, after)
    texts = _texts(workspace.ledger, head)
    base = texts[old]
    places = Places.of(base, labels(base))
    merged = merged_alone(base, compare(base, texts[new]))
    changes = []
    where = layout(base)
    for whole in wholes(merged):
        said = proposal_wording(whole, places, where)
        words = said.original.text, said.proposed.text
        changes.append(Difference(places.name(said.place), whole.kind, *words, said.manner))
    return Differences(instrument, old, new, tuple(changes))


def chosen(head: Head, before: str, after: str) -> tuple[str, str]:
    """The two drafts that are meant; where none is named, the current one and the one before it."""
    new = _draft(head, after) if after else head.standing.draft
    return _draft(head, before) if before else (preceding(new) or new), new


def _draft(head: Head, name: str) -> str:
    """A draft by its name in files or on paper: ``rev-1`` or ``Rev.1``."""
    known = list(_drafts(head))
    folded = {draft: draft for draft in known} | {printed(d).casefold(): d for d in known}
    found = folded.get(name.casefold())
    if found is None:
        raise unknown("draft", name, known)
    return found


def blame(workspace: Workspace, instrument: str) -> Blame:
    """Who proposed each paragraph's words, and who ruled."""
    head = look_up(workspace, instrument)
    ledger = workspace.ledger
    texts = _texts(ledger, head)
    found: dict[str, Provenance] = {}
    for draft, text in texts.items():
        before = texts.get(preceding(draft))
        origin = _Origin(ledger, head, draft) if before else None
        places = Places.of(text, labels(text))
        held = {p.id: p for p in paragraphs(before)} if before else {}
        current = {}
        for paragraph in paragraphs(text):
            place = places.name(paragraph.id)
            known = found.get(paragraph.id)
            if known and origin and _same_words(held.get(paragraph.id), paragraph):
                current[paragraph.id] = replace(known, place=place)
            else:
                fresh = _provenance(paragraph, place, draft, origin)
                current[paragraph.id] = replace(fresh, earlier=_before(known))
        found = current
    return Blame(instrument, head.standing.draft, tuple(found.values()))


def _same_words(before: Paragraph | None, now: Paragraph) -> bool:
    """Whether a paragraph is as it was; what a note at it says is the note's own."""
    return before is not None and _without_words(before) == _without_words(now)


def _without_words(paragraph: Paragraph) -> Paragraph:
    anchors = (
        replace(anchor, object=replace(anchor.object, blocks=()))
        if isinstance(anchor.object, Note)
        else anchor
        for anchor in paragraph.anchors
    )
    return replace(paragraph, anchors=tuple(anchors))


def _before(known: Provenance | None) -> tuple[Provenance, ...]:
    return (replace(known, earlier=()), *known.earlier) if known else ()


def _provenance(paragraph: Paragraph, place: str, draft: str, origin: _Origin | None) -> Provenance:
    if origin is None:
        return Provenance(paragraph.id, place, brief(paragraph), draft)
    accepted = origin.of(paragraph)
    rulings = [origin.rulings[one.id] for one in accepted]
    by = {sponsor for one in accepted for sponsor in one.sponsors}
    return Provenance(
        paragraph.id,
        place,
        brief(paragraph),
        draft,
        origin.round,
        tuple(code for code in origin.parties if code in by),
        tuple(one.id for one in accepted),
        _disposition({ruling.disposition for ruling in rulings}),
        _joined("; ", (ruling.author for ruling in rulings)),
        _joined(" ", (ruling.reason for ruling in rulings)),
    )


def _disposition(given: Collection[str]) -> str:
    """How the proposals that gave a paragraph its words were ruled on, in a word."""
    return next(iter(given), "") if len(given) < 2 else "accepted, in part as modified"


def _joined(between: str, words: Iterable[str]) -> str:
    return between.join(dict.fromkeys(word for word in words if word))


class _Origin:
    """What made one draft of the one before it: the accepted proposals of a round."""

    def __init__(self, ledger: Ledger, head: Head, draft: str) -> None:
        name = head.instrument.id
        issued = ledger.at(ledger.tagged(name, draft), name)
        record = issued.standing.round
        assert record is not None
        self.round = record.number
        self.parties = head.instrument.parties
        merged = recorded_merge(ledger, issued, record.number)
        held = ledger.read(issued, round_file(record.number, RULINGS))
        self.rulings: Mapping[str, Ruling] = settled_rulings(rulings_file.recorded(held))
        self.known = {p.id for p in paragraphs(merged.base)}
        self.accepted = [
            amendment
            for amendment in merged.amendments
            if self.rulings[amendment.id].disposition in ("accepted", "accepted as modified")
        ]

    def of(self, paragraph: Paragraph) -> list[Amendment]:
        """The accepted proposals that gave this paragraph its words."""
        touching = [one for one in self.accepted if _touches(one.operation, paragraph)]
        if touching or paragraph.id in self.known:
            return touching
        brought = [one for one in self.accepted if self._brought(one, paragraph)]
        return brought or [one for one in self.accepted if _splits(one.operation, paragraph)]

    def _brought(self, amendment: Amendment, paragraph: Paragraph) -> bool:
        modified, operation = self.rulings[amendment.id].text, amendment.operation
        if isinstance(operation, Replace):
            return paragraph.text in _noted(operation.fragment.anchors)
        if not isinstance(operation, Insert):
            return False
        return paragraph.text in ([modified] if modified else _words(operation.node))


def _touches(operation: Operation, paragraph: Paragraph) -> bool:
    return not isinstance(operation, Insert | Move) and operation.block == paragraph.id


def _splits(operation: Operation, paragraph: Paragraph) -> bool:
    """Whether the words stand at the start or end of what a split put in."""
    if not isinstance(operation, Replace) or not operation.fragment.styles:
        return False
    parts = operation.fragment.text.split(MARK)
    first, last = parts[0], parts[-1]
    return (
        paragraph.text in parts
        or (bool(last) and paragraph.text.startswith(last))
        or (bool(first) and paragraph.text.endswith(first))
        or not (first or last)
    )


def _words(node: Node) -> Iterator[str]:
    """The words of each paragraph in a node."""
    if isinstance(node, Paragraph):
        yield node.text
        yield from _noted(node.anchors)
        return
    inside: Sequence[Block | Row | Cell]
    if isinstance(node, Cell):
        inside = node.blocks
    else:
        inside = node.cells if isinstance(node, Row) else node.rows
    for one in inside:
        yield from _words(one)


def _noted(anchors: Sequence[Anchor]) -> Iterator[str]:
    """The words of each paragraph of the notes among these."""
    for anchor in anchors:
        if isinstance(anchor.object, Note):
            for block in anchor.object.blocks:
                yield from _words(block)


def _drafts(head: Head) -> Iterator[str]:
    draft = "zero"
    while True:
        yield draft
        if draft == head.standing.draft:
            return
        draft = following(draft)


def _texts(ledger: Ledger, head: Head) -> dict[str, Document]:
    """The text of each draft, the oldest first."""
    name = head.instrument.id
    drafts = list(_drafts(head))
    held = ledger.repository.read([f"{ledger.tagged(name, draft)}:{TEXT}" for draft in drafts])
    return {
        draft: parse((content or b"").decode()) for draft, content in zip(drafts, held, strict=True)
    }
