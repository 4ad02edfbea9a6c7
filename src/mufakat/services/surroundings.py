"""What stands around the text in an issued file: told where it was changed, never taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.objects import object_digests
from mufakat.procedure.nearest import listed
from mufakat.procedure.round import Round
from mufakat.text.document import Block, Document, Style, paragraphs
from mufakat.text.tracked import TrackedParagraph, accepted
from mufakat.text.tracking import tracked

if TYPE_CHECKING:
    from mufakat.edges.word.reader import Return

_SHOWN, _FEW = 60, 5
_LEFT_OUT = (
    "The words around the text (cover, headers, footers) are in this file as well; they were left "
    "out."
)


def without_changes_around(
    ledger: Ledger, head: Head, returned: Return
) -> tuple[Return, list[str]]:
    """What was changed outside the text, in cover, header or footer, is said and not taken over.

    What somebody wrote right behind the text's last paragraph is new text at its end.
    """
    if returned.text_alone and not returned.surroundings:
        return returned, []
    found, name = returned.fingerprint, head.instrument.id
    opened = ledger.repository.refs(f"refs/rounds/{name}").values()
    if found is None or found.kind != "issued" or found.commit not in opened:
        return returned, []
    issued = _issued(ledger, found.commit, name, found.delegation)
    if not issued:
        return returned, []
    if returned.text_alone:  # by the letters: what a format makes of a cover differs in the rest
        known = {"", *map(_name, issued)}
        gone, come = [], [words for words in returned.surroundings if _name(words) not in known]
    else:
        returned = _with_end(returned, issued)
        before, after = Counter(issued), Counter(returned.surroundings)
        gone, come = list((before - after).elements()), list((after - before).elements())
    said = [
        *(f"\u201c{words[:_SHOWN]}\u201d is gone" for words in gone[:_FEW]),
        *(f"\u201c{words[:_SHOWN]}\u201d is new" for words in come[:_FEW]),
    ]
    if not said:
        return returned, []
    more = len(gone) + len(come) - len(said)
    others = f", and {more} more" if more else ""
    return returned, [
        "Changes outside the text (cover, header, footer) are not taken over: "
        f"{listed(said)}{others}."
    ]


def _with_end(returned: Return, issued: Sequence[str]) -> Return:
    """The return with what stands behind its text, up to what was issued there, as its last."""
    from mufakat.edges.word.read_words import words

    said = [next(words([paragraph], empty=True)) for paragraph in returned.behind]
    new = takewhile(lambda one: one[0] not in issued, zip(said, returned.behind, strict=True))
    written = [(one, paragraph) for one, paragraph in new if one.strip()]
    if not written:
        return returned
    around = list(returned.surroundings)
    for one, _ in written:
        around.remove(one)
    body = returned.tracked.body
    style = next((b.style for b in body[-1:] if isinstance(b, TrackedParagraph)), Style())
    style = style if style.kind in ("numbered", "item") else Style()
    body = (*body, *(_at_the_end(paragraph, style) for _, paragraph in written))
    text = replace(returned.tracked, body=body)
    return replace(returned, tracked=text, surroundings=tuple(around))


def _at_the_end(paragraph: TrackedParagraph, style: Style) -> TrackedParagraph:
    """A paragraph like the one before; if all its words were put in, its end was so as well.

    The file had the end of its last paragraph before.
    """
    runs, mark = paragraph.runs, paragraph.mark
    if all(run.revisions for run in runs):
        mark = runs[0].revisions
    return replace(paragraph, style=style, mark=mark, restyle=None)


def without_surroundings(
    ledger: Ledger, head: Head, record: Round, code: str, returned: Return, base: Document
) -> tuple[Return, list[str]]:
    """A text whose format has no edges, without the cover and the like that it begins or ends with.

    Words that are also the draft's first or last are the draft's, unless they stand there twice.
    """
    if not returned.text_alone or returned.fingerprint is not None:
        return returned, []
    name = head.instrument.id
    issued = _issued(ledger, ledger.opened(name, record.number), name, code)
    around = {_letters(words) for words in issued}
    whole = accepted(returned.tracked)
    text = _alone(whole, around, base)
    if len(text.body) == len(whole.body):
        return returned, []
    before = None if returned.before is None else _alone(returned.before, around, base)
    kept = replace(tracked(text), comments=returned.tracked.comments)
    return replace(returned, tracked=kept, before=before), [_LEFT_OUT]


def _alone(text: Document, around: AbstractSet[str], base: Document) -> Document:
    """The text without those of its first and last blocks that stand around it."""
    start = _leading(text.body, around, base.body)
    end = len(text.body) - _leading(text.body[start:][::-1], around, base.body[::-1])
    return Document(text.body[start:end])


def _leading(blocks: Sequence[Block], around: AbstractSet[str], base: Sequence[Block]) -> int:
    """How many of the first blocks stand in an issued file around the text."""
    count = next((n for n, block in enumerate(blocks) if not _words(block) <= around), len(blocks))
    ours = [_words(block) for block in base]
    if count and ours and _words(blocks[count - 1]) == ours[0]:
        count -= 1
    return 0 if all(_words(block) in ours for block in blocks[:count]) else count


def _words(block: Block) -> frozenset[str]:
    return frozenset(_letters(one.text) for one in paragraphs(Document((block,)), notes=False))


def _name(text: str) -> str:
    """The letters of words around the text; the numbers of pages and the like do not count."""
    return "".join(filter(str.isalpha, text)).casefold()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _issued(ledger: Ledger, commit: str, name: str, code: str) -> tuple[str, ...]:
    """The words around the text in the file that a delegation was issued from this commit."""
    from mufakat.edges.word.reader import read
    from mufakat.services.render import ground, issued_file

    base = ground(ledger, commit, name)
    if not object_digests(base.text):  # which bring margins of their own along
        base = replace(base, text=Document(()))
    party = [one for one in base.parties if one.code == code]
    return read(issued_file(base, party[0], check=False)).surroundings if party else ()
