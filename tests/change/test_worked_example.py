"""The worked example of docs/merge.md is what the program does."""

from __future__ import annotations

from pathlib import Path

from mufakat.change.amendment import Operation, Replace
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.ruling import ACCEPTED, DEFERRED, Decision, carry, resolve
from mufakat.change.show.compilation import compilation
from mufakat.text.document import Document, Paragraph, paragraphs

PAGE = (Path(__file__).parents[2] / "docs" / "merge.md").read_text()
DRAFT = "We support strong growth of the digital economy."
SENT = {
    "BRN": "We support **resilient** growth of the digital economy.",
    "LAO": "We support **inclusive** growth of the digital economy.",
    "MYS": "We support **resilient** growth of the **regional** digital economy.",
}


def text(words: str) -> Document:
    return Document((Paragraph("p7", words.replace("**", "")),))


def only(document: Document) -> str:
    (paragraph,) = paragraphs(document)
    return paragraph.text


def said(operation: Operation) -> str:
    assert isinstance(operation, Replace)
    where = f"{operation.block}, {operation.start}, {operation.end}"
    return f'Replace({where}, "{operation.fragment.text}")'


def test_the_worked_example_is_what_the_program_does() -> None:
    shown = [f"> {DRAFT}", *(f'"{sent}"' for sent in SENT.values())]
    scripts = {state: diff(text(DRAFT), text(sent)) for state, sent in SENT.items()}
    shown += [f"{s}   {'   '.join(map(said, script))}\n" for s, script in scripts.items()]
    merged = merge(text(DRAFT), scripts, tuple(SENT))
    for a in merged.amendments:
        op = a.operation
        assert isinstance(op, Replace)
        old = DRAFT[op.start : op.end]
        words = f"{old} -> {op.fragment.text}" if old else op.fragment.text.strip()
        sponsors = ", ".join(a.sponsors)
        shown.append(f"{a.id}   {a.kind:13} {words:21} {sponsors:10} {a.passage}".rstrip() + "\n")
    shown.append(f"> {only(compilation(merged))}\n")
    first, rival, third = merged.amendments
    decisions = {
        first.id: Decision(ACCEPTED),
        third.id: Decision(ACCEPTED),
        rival.id: Decision(DEFERRED),
    }
    new = resolve(merged, decisions).document
    shown.append(f"> {only(new)}\n")
    shown.append(f"LAO   {said(*carry(merged, decisions, new, rival).script)}\n")
    assert [line for line in shown if line not in PAGE] == []
