"""Words in brackets: how proposed words and those in question are set and attributed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mufakat.change.amendment import Amendment, Fragment, Operation, Remark, Replace, Standing
from mufakat.change.fragment import cut, glue, paragraph, part
from mufakat.text.document import MARK, OBJECT, Anchor, Note, Paragraph, Span, Style

PROPOSED, STRUCK, ATTRIBUTION = "proposed", "struck", "attribution"
CONTESTED = "contested"  # what is said of a contested passage


def said(text: str, mark: str = ATTRIBUTION) -> Fragment:
    """Words that the compilation prints of its own, or that play another role."""
    return Fragment(text, (Span(0, len(text), mark),)) if text else Fragment()


def with_role(fragment: Fragment, mark: str) -> Fragment:
    """The words with a role; the ends of paragraphs inside them are shown as pilcrows."""
    shown = replace(fragment, text=fragment.text.replace(MARK, "¶"), styles=())
    return replace(shown, spans=(*shown.spans, Span(0, len(shown.text), mark)))


def contested(block: Paragraph) -> Paragraph:
    """The paragraph with all that the compilation says in it shown as contested."""
    spans = (
        replace(span, mark=CONTESTED) if span.mark == ATTRIBUTION else span for span in block.spans
    )
    return replace(block, spans=tuple(sorted(spans)))


def plain(*pieces: Fragment) -> Paragraph:
    """A paragraph of its own among the draft's."""
    return paragraph("", pieces, Style())


def propose(sponsors: Sequence[str]) -> str:
    """``SGP, THA propose`` or ``SGP proposes``."""
    return f"{', '.join(sponsors)} {'propose' if len(sponsors) > 1 else 'proposes'}"


def clusters(edits: Sequence[Amendment]) -> list[tuple[int, int, list[Amendment]]]:
    """Replacements that overlap or are rivals, each cluster with the stretch it covers."""
    clusters: list[tuple[int, int, list[Amendment]]] = []
    for amendment in sorted(edits, key=_bounds):
        start, end = _bounds(amendment)
        if clusters:
            first, last, members = clusters[-1]
            rivals = amendment.passage and any(m.passage == amendment.passage for m in members)
            if start < last or (rivals and start <= last):
                clusters[-1] = (first, max(last, end), [*members, amendment])
                continue
        clusters.append((start, end, [amendment]))
    return clusters


def _bounds(amendment: Amendment) -> tuple[int, int]:
    assert isinstance(amendment.operation, Replace)
    return amendment.operation.start, amendment.operation.end


def reordered(shown: Sequence[Amendment], states: Sequence[str]) -> list[str]:
    """Who put these into one gap in another order than that in which they are shown."""
    out = []
    for state in states:
        ranks = [a.ranks[a.sponsors.index(state)] for a in shown if state in a.own]
        if ranks != sorted(ranks):
            out.append(state)
    return out


def wishes(
    cluster: Sequence[Amendment], states: Sequence[str]
) -> list[tuple[tuple[str, ...], list[Amendment]]]:
    """Who wants what of a cluster: each delegation's own, and each proposal that stands over."""
    wishes: list[tuple[tuple[str, ...], list[Amendment]]] = [
        ((s,), [a for a in cluster if s in a.own]) for s in states
    ]
    standing: dict[Standing, list[Amendment]] = defaultdict(list)
    for amendment in cluster:
        for one in amendment.standing:
            standing[one].append(amendment)
    for one, amendments in standing.items():
        carried = amendments[0].carried
        wishes.append((tuple(s for s in one.sponsors if s in carried), amendments))
    return [(names, wanted) for names, wanted in wishes if names and wanted]


def variant(block: Paragraph, start: int, end: int, operations: Sequence[Operation]) -> Fragment:
    """What one delegation's replacements make of ``[start, end)``."""
    pieces, at = [], start
    edits = [op for op in operations if isinstance(op, Replace)]
    for op in sorted(edits, key=lambda op: (op.start, op.end > op.start)):
        pieces += [cut(block, at, op.start), op.fragment]
        at = op.end
    whole = glue([*pieces, cut(block, at, end)])
    return whole if whole.text else Fragment()


def spaces(words: Fragment) -> tuple[Fragment, Fragment, Fragment]:
    """The white space around words, so that the brackets hug the words."""
    lead = len(words.text) - len(words.text.lstrip(" "))
    trail = len(words.text.rstrip(" "))
    if lead >= trail:
        return Fragment(), words, Fragment()
    ends = part(words, 0, lead), part(words, trail, len(words.text))
    return ends[0], part(words, lead, trail), ends[1]


def quoted(words: Fragment) -> list[Fragment]:
    """Words as they are; mere brackets in quotation marks, or they would pass for ours."""
    bare = words.text.strip("[]() ") == "" and words.text.strip() != ""
    return [said("“"), words, said("”")] if bare else [words]


def footnote(remark: Remark) -> Fragment:
    """A remark as a footnote, with the words that it is about."""
    quoted = f"on “{remark.quoted}”: " if remark.quoted else ""
    who = f"{remark.sponsor} (resolved)" if remark.resolved else remark.sponsor
    text = f"{who}: {quoted}{remark.text}"
    note = Note("", (paragraph("", [Fragment(text)], Style()),))
    return Fragment(OBJECT, (), (Anchor(0, note),))
