"""What a returned file says: its changes and comments, against the text on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.record_names import TEXT
from mufakat.procedure.draft import number, printed
from mufakat.procedure.round import Round
from mufakat.procedure.submission import Proposed
from mufakat.refusal import Refusal
from mufakat.services.doubts import another_delegation, another_text
from mufakat.services.surroundings import without_changes_around, without_surroundings
from mufakat.text.document import Document, Style, digest, paragraphs

if TYPE_CHECKING:
    from mufakat.change.amendment import Remark, Script
    from mufakat.edges.word.fingerprint import Fingerprint
    from mufakat.edges.word.kept_object import Kept
    from mufakat.edges.word.reader import Return

_EDITABLE = ("issued", "clean", "")
_LONGEST_NAME, _MOST_NAMES = 80, 20


@dataclass(frozen=True, slots=True)
class Understood:
    """A return, understood: ``text`` is the submitted text as it is kept, on the draft's ids.

    ``draft`` is the draft that ``script`` is said against: the round's, or an older one that the
    file was made from. ``made_from`` is that older one, once its changes are brought forward.
    ``changes`` counts its proposals by kind, ``operations`` all that they are made of; ``proposed``
    are the first of them in words. ``objects`` are the pictures and the like in the file, by
    digest. ``doubt`` is a question to be consented to before it is lodged. ``typed_by`` are the
    names that stand beside its changes and comments.
    """

    text: str
    draft: str
    script: Script = ()
    remarks: tuple[Remark, ...] = ()
    changes: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    operations: int = 0
    proposed: tuple[Proposed, ...] = ()
    made_from: str = ""
    objects: Mapping[str, Kept] = field(default_factory=dict)
    doubt: Refusal | None = None
    typed_by: tuple[str, ...] = ()


def understand(
    ledger: Ledger,
    head: Head,
    record: Round,
    code: str,
    data: bytes | None,
    filename: str,
    limits: Limits = USUAL,
) -> Understood:
    """The changes in a returned file; without a file, none.

    What the delegation changed is found by comparison with the draft in the record: nothing that
    the file claims about it is believed. Refused: a file that cannot be read, another instrument's,
    one made on a draft that no round is about yet, and one that already holds other delegations'
    words. One made on an older draft is compared with that.
    """
    from mufakat.text.markup import parse

    if data is None:
        return Understood(text_of(ledger, head, record, record.draft), record.draft)
    returned = _read(data, filename, limits)
    draft = _draft_of(returned.fingerprint, head, record)
    text = text_of(ledger, head, record, draft)
    warnings = _check_fingerprint(returned.fingerprint, draft, code, digest(text))
    base = _parsed(text)
    returned, told = without_changes_around(ledger, head, returned)
    returned, left_out = without_surroundings(ledger, head, record, code, returned, base)
    found = _compare(base, returned, code, draft, [*warnings, *told, *left_out])
    if returned.starting:
        found = replace(
            found, warnings=(*found.warnings, *_restarted(base, data, returned, limits))
        )
    if returned.fingerprint is None:
        doubt = another_text(base, parse(found.text), draft)
    else:
        doubt = another_delegation(ledger, head, record, returned.fingerprint, code)
    return replace(found, doubt=doubt, typed_by=_names(returned.authors))


def _restarted(base: Document, data: bytes, returned: Return, limits: Limits) -> tuple[str, ...]:
    """Where numbers begin anew that go on in the draft, if there are more lists than it has."""
    from mufakat.edges.word.restarts import restarts, starting

    return restarts(data, limits) if returned.starting > starting(base) else ()


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    """The first names in a file, each on one line and no longer than a name."""
    names = (" ".join(name.split())[:_LONGEST_NAME].strip() for name in authors)
    return tuple(islice(dict.fromkeys(filter(None, names)), _MOST_NAMES))


@lru_cache(maxsize=8)
def _parsed(text: str) -> Document:
    """A draft, which many returns are compared with: parsed once."""
    from mufakat.text.markup import parse

    return parse(text)


def text_of(ledger: Ledger, head: Head, record: Round, draft: str) -> str:
    """The text of the round's draft, or of an older one, as the record has it."""
    name = head.instrument.id
    current = draft == record.draft
    commit = ledger.opened(name, record.number) if current else ledger.tagged(name, draft)
    return ledger.read(ledger.at(commit, name), TEXT).decode()


def _read(data: bytes, filename: str, limits: Limits) -> Return:
    """The file as a return: a Word file, or an untracked text of another format."""
    try:
        return _opened(data, filename, limits)
    except Refusal as refusal:
        raise Refusal(refusal.error, f"{refusal.hint} What was sent is kept.") from refusal


def _opened(data: bytes, filename: str, limits: Limits) -> Return:
    from mufakat.edges import other_formats  # late: "no comment" opens no file
    from mufakat.edges.word.reader import read

    named_word = filename.lower().endswith((".docx", ".docm", ".doc"))
    if not named_word and other_formats.readable(data, filename):
        return other_formats.read_untracked(data, filename, limits)
    return read(data, limits)


def _check_fingerprint(
    found: Fingerprint | None, draft: str, code: str, expected: str
) -> list[str]:
    """What is odd about a file that is compared with this draft, in sentences."""
    if found is None:
        return [
            "The file does not say which draft it was made from; it was compared with "
            f"{printed(draft)} by its words."
        ]
    warnings = []
    if found.digest != expected:
        warnings.append(
            f"The file says that it is {printed(draft)}, but of another text; it was "
            "compared with the text on record."
        )
    if found.delegation and found.delegation != code:
        warnings.append(f"The file was issued to {found.delegation}, and is lodged by {code}.")
    return warnings


def _draft_of(found: Fingerprint | None, head: Head, record: Round) -> str:
    """The draft that a file was made from, as far as it can be lodged; else the round's."""
    if found is None:
        return record.draft
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
    if found.draft != record.draft:
        _check_older(found.draft, head, record)
    return found.draft


def _check_older(draft: str, head: Head, record: Round) -> None:
    """Refuses a file of another draft than the round's, unless it can be brought forward."""
    name, newest = head.instrument.id, head.standing.draft
    if number(draft) > number(newest):
        raise Refusal(
            f"The file says that it was made from {printed(draft)}; the newest draft of {name} is "
            f"{printed(newest)}.",
            f"Make the changes in the file issued for round {record.number}, and send that.",
        )
    if newest != record.draft:
        raise Refusal(
            f"The file was made from {printed(draft)}; {printed(newest)} is out, and no round on "
            "it is open.",
            "Ask the secretariat to open one, and send the file then.",
        )


def _compare(
    base: Document, returned: Return, code: str, draft: str, warnings: list[str]
) -> Understood:
    """What the delegation changed, against the text on record and never what the file claims."""
    from mufakat.change.apply import apply
    from mufakat.change.compare.diff import diff
    from mufakat.change.fragment import bare
    from mufakat.procedure.remark import remarks
    from mufakat.services.joined_styles import with_joined_styles
    from mufakat.services.own_objects import with_own_objects
    from mufakat.services.own_styles import with_own_styles
    from mufakat.services.own_tables import with_own_notes, with_own_tables
    from mufakat.services.untracked import told_of, untracked
    from mufakat.text.markup import serialise
    from mufakat.text.tracked import accepted, original
    from mufakat.text.tracking import tracked

    if returned.by_libreoffice:
        mended, styles = with_joined_styles(base, returned.tracked)
        returned, warnings = replace(returned, tracked=mended), [*warnings, *styles]
    submitted, before = accepted(returned.tracked), returned.before
    if returned.text_alone:
        submitted, own = with_own_objects(base, submitted, returned.objects)
        if before is not None:
            before, _ = with_own_objects(base, before, returned.objects)
        comments = returned.tracked.comments
        returned = replace(returned, tracked=replace(tracked(submitted), comments=comments))
        warnings = [*warnings, *own]
    if returned.unstyled or _is_pasted(returned, submitted):
        submitted, tables = with_own_tables(base, submitted)
        submitted, kept = with_own_styles(base, with_own_notes(base, submitted))
        returned = replace(returned, tracked=tracked(submitted))
        warnings = [*warnings, *tables, *kept]
    script = diff(base, submitted)
    result = apply(base, script)
    if bare(result) != bare(submitted):
        raise Refusal(
            "The changes in this file could not be understood exactly.",
            "It is kept as received; ask the secretariat to look at it.",
        )
    found = described(
        Understood(
            serialise(result),
            draft,
            script,
            remarks(returned.tracked, base, script, code, returned.quotes),
            objects=returned.objects,
        ),
        base,
    )
    was = original(returned.tracked) if before is None else before
    if returned.revised or submitted != was:
        told = untracked(base, script, returned, was)
    else:
        told = told_of(found.changes, returned, tracked=False)
    return replace(found, warnings=(*warnings, *told, *returned.warnings))


def _is_pasted(returned: Return, submitted: Document) -> bool:
    """Whether it is the bare words in a new document: without a fingerprint, style or change."""
    from mufakat.text.tracked import original

    if returned.fingerprint is not None or returned.tracked.comments:
        return False
    styles = {paragraph.style for paragraph in paragraphs(submitted, notes=False)}
    return styles <= {Style()} and original(returned.tracked) == submitted


def described(found: Understood, base: Document) -> Understood:
    """The same with its changes counted, and said in words."""
    from mufakat.change.merge import merged_alone
    from mufakat.procedure.outline import counts, outline

    merged = merged_alone(base, found.script)
    return replace(
        found,
        changes=counts(merged),
        operations=len(merged.amendments),
        proposed=outline(merged),
    )
