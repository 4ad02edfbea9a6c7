"""What a returned file says: its changes and comments, against the text on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mufakat.edges.ledger import TEXT, Head, Ledger
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import listed
from mufakat.procedure.round import Round
from mufakat.refusal import Refusal
from mufakat.text.document import Document, digest

if TYPE_CHECKING:
    from mufakat.change.amendment import Remark, Script
    from mufakat.edges.word.fingerprint import Fingerprint
    from mufakat.edges.word.reader import Return

_EDITABLE = ("issued", "clean", "")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Understood:
    """A return, understood: ``text`` is the submitted text as it is kept, on the draft's ids.

    ``changes`` counts its proposals by kind, ``operations`` all that they are made of.
    """

    text: str
    script: Script = ()
    remarks: tuple[Remark, ...] = ()
    changes: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    operations: int = 0


def understand(
    ledger: Ledger,
    head: Head,
    record: Round,
    code: str,
    data: bytes | None,
    filename: str,
) -> Understood:
    """The changes in a returned file; without a file, none.

    What the delegation changed is found by comparison with the draft in the record: nothing that
    the file claims about it is believed. Refused: a file that cannot be read, another instrument's,
    one made on another draft, and one that already holds other delegations' words.
    """
    from mufakat.text.markup import parse

    opening = ledger.at(ledger.opened(head.instrument.id, record.number), head.instrument.id)
    text = ledger.read(opening, TEXT).decode()
    if data is None:
        return Understood(text)
    returned = _read(data, filename)
    warnings = _check_fingerprint(returned.fingerprint, head, record, code, digest(text))
    warnings += _around(ledger, head, returned)
    return _compare(parse(text), returned, code, warnings)


def _read(data: bytes, filename: str) -> Return:
    """The file as a return: a Word file, or an untracked text of another format."""
    from mufakat.edges import other_formats  # late: "no comment" opens no file
    from mufakat.edges.word.reader import read

    named_word = filename.lower().endswith((".docx", ".docm", ".doc"))
    if not named_word and other_formats.readable(data, filename):
        return other_formats.read_untracked(data, filename)
    return read(data)


def _check_fingerprint(
    found: Fingerprint | None, head: Head, record: Round, code: str, expected: str
) -> list[str]:
    """Refuses a file that is not about this draft; what else is odd about it, in sentences."""
    if found is None:
        return [
            "The file does not say which draft it was made from; it was compared with "
            f"{printed(record.draft)} by its words."
        ]
    _refuse_wrong(found, head, record)
    warnings = []
    if found.digest != expected:
        warnings.append(
            f"The file says that it is {printed(record.draft)}, but of another text; it was "
            "compared with the text on record."
        )
    if found.delegation and found.delegation != code:
        warnings.append(f"The file was issued to {found.delegation}, and is lodged by {code}.")
    return warnings


def _refuse_wrong(found: Fingerprint, head: Head, record: Round) -> None:
    if found.instrument != head.instrument.id:
        raise Refusal(
            f"This file belongs to {found.instrument}, not to {head.instrument.id}.",
            f"Lodge it there (mufakat submit {found.instrument}), or send the right file.",
        )
    if found.kind not in _EDITABLE:
        raise Refusal(
            f"This is a {found.kind} file; it holds the words of others.",
            f"Make the changes in the file issued for round {record.number}, and send that.",
        )
    if found.draft == head.standing.draft != record.draft:
        raise Refusal(
            f"No round on {printed(found.draft)} is open.", "Ask the secretariat to open one."
        )
    if found.draft != record.draft:
        raise Refusal(
            f"This file was made from {printed(found.draft)}; "
            f"round {record.number} is about {printed(record.draft)}.",
            f"Bring the changes forward into the file issued for round {record.number}, and "
            "send that. What was sent is kept.",
        )


def _around(ledger: Ledger, head: Head, returned: Return) -> list[str]:
    """What was changed outside the text, in cover, header or footer: said, and not taken over."""
    found, name = returned.fingerprint, head.instrument.id
    opened = ledger.repository.refs(f"refs/rounds/{name}").values()
    if found is None or found.kind != "issued" or found.commit not in opened:
        return []
    from mufakat.edges.word.reader import read
    from mufakat.services.render import ground, issued_file, parties

    base = ground(ledger, found.commit, name)
    party = [p for p in parties(base.meeting, base.instrument) if p.code == found.delegation]
    if not party:
        return []
    issued = read(issued_file(base, party[0], check=False)).surroundings
    before, after = Counter(issued), Counter(returned.surroundings)
    gone, come = list((before - after).elements()), list((after - before).elements())
    said = [
        *(f"\u201c{words[:_SHOWN]}\u201d is gone" for words in gone[:1]),
        *(f"\u201c{words[:_SHOWN]}\u201d is new" for words in come[:1]),
    ]
    if not said:
        return []
    more = len(gone) + len(come) - len(said)
    others = f", and {more} more" if more else ""
    return [
        "Changes outside the text (cover, header, footer) are not taken over: "
        f"{listed(said)}{others}."
    ]


def _compare(base: Document, returned: Return, code: str, warnings: list[str]) -> Understood:
    """What the delegation changed, against the text on record and never what the file claims."""
    from mufakat.change.apply import apply
    from mufakat.change.compare.diff import diff
    from mufakat.change.fragment import bare
    from mufakat.change.merge import merge
    from mufakat.change.proposal.proposals import wholes
    from mufakat.procedure.remark import remarks
    from mufakat.text.markup import serialise
    from mufakat.text.tracked import accepted, original

    submitted = accepted(returned.tracked)
    script = diff(base, submitted)
    result = apply(base, script)
    if bare(result) != bare(submitted):
        raise Refusal(
            "The changes in this file could not be understood exactly.",
            "It is kept as received; ask the secretariat to look at it.",
        )
    before = original(returned.tracked)
    untracked = _untracked(len(diff(base, before)), tracked=submitted != before)
    merged = merge(base, {code: script}, [code])
    changes = Counter(str(one.kind) for one in wholes(merged))
    return Understood(
        serialise(result),
        script,
        remarks(returned.tracked, base, script, code, returned.quotes),
        dict(sorted(changes.items())),
        (*warnings, *untracked, *returned.warnings),
        len(merged.amendments),
    )


def _untracked(count: int, *, tracked: bool) -> list[str]:
    if not count:
        return []
    changes = "one change" if count == 1 else f"{count} changes"
    was = "was" if count == 1 else "were"
    if tracked:
        return [
            f"{changes.capitalize()} in this tracked file {was} made with tracking switched off; "
            "found by comparing it with the draft."
        ]
    return [f"Tracking was switched off: {changes} {was} found by comparing with the draft."]
