"""Tables and notes of the draft in a file of bare lines: found again, or refused, never guessed.

A plain text has a table's cells one a line, and of a note its number at most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mufakat.edges.word.read_labels import each_paragraph
from mufakat.refusal import Refusal
from mufakat.text.document import OBJECT, Block, Document, Note, Paragraph, Row, Table, paragraphs

_ADVICE = (
    "Send the Word file (.docx) that was issued, or save it as OpenDocument (.odt). What was sent "
    "is kept."
)
_TOLD = "The file has the tables' cells as lines; they were taken as the draft's tables."


def with_own_tables(base: Document, submitted: Document) -> tuple[Document, list[str]]:
    """The text with its lines as the draft's tables again, and what to tell of it.

    So it is where the lines are as many as the table has, and most are its own. Refused: a text
    with most of a table's words in other lines, where nobody can say what was changed.
    """
    if any(isinstance(block, Table) for block in submitted.body):
        return _headed(base, submitted), []
    blocks = list(submitted.body)
    for table in base.body:
        if not isinstance(table, Table):
            continue
        cells = [_letters(one.text) for one in paragraphs(Document((table,))) if one.text]
        lines = [_letters(one.text) if isinstance(one, Paragraph) else "" for one in blocks]
        at = None if _has_notes(Document((table,))) else _place(cells, lines)
        if at is not None:
            blocks[at : at + len(cells)] = [_refilled(table, blocks[at : at + len(cells)])]
        elif 2 * len(set(cells) & set(lines)) >= len(set(cells)) > 0:
            raise Refusal("A table of the draft is in this file as lines without order.", _ADVICE)
    found = Document(tuple(blocks))
    return found, [_TOLD] if found != submitted else []


def _headed(base: Document, submitted: Document) -> Document:
    """The text with the draft's rows of headings as such: RTF does not say which they are."""
    tables = [block for block in base.body if isinstance(block, Table)]
    heads = {_row(row) for table in tables for row in table.rows[:1] if row.header}

    def headed(block: Block) -> Block:
        if not isinstance(block, Table) or not block.rows or _row(block.rows[0]) not in heads:
            return block
        return replace(block, rows=(replace(block.rows[0], header=True), *block.rows[1:]))

    return Document(tuple(map(headed, submitted.body)))


def with_own_notes(base: Document, submitted: Document) -> Document:
    """The text with the draft's notes in the paragraphs that are as they were, but for them."""
    if _has_notes(submitted) or not _has_notes(base):
        return submitted
    own: dict[str, Paragraph] = {}
    count = 0
    for paragraph in paragraphs(base, notes=False):
        shown = paragraph.text
        for anchor in paragraph.anchors:
            if isinstance(anchor.object, Note):
                count += 1
                shown = shown.replace(OBJECT, str(count), 1)
                own[_letters(shown)] = own[_letters(paragraph.text)] = paragraph
    restored = each_paragraph(submitted, lambda one: own.get(_letters(one.text), one))
    held = {one.id for one in paragraphs(restored, notes=False)}
    if any(one.id not in held for one in own.values()):
        raise Refusal("The draft has notes, and this file does not say where they are.", _ADVICE)
    return restored


def _place(cells: Sequence[str], lines: Sequence[str]) -> int | None:
    """Where a table's cells begin among the lines, if it is plain which line is which cell."""
    where = defaultdict(list)
    for number, line in enumerate(lines):
        where[line].append(number)
    votes = Counter(at - n for n, cell in enumerate(cells) for at in where[cell])
    for at, count in votes.most_common(1):
        here = lines[at : at + len(cells)] if at >= 0 else ()
        if len(here) < len(cells) or 2 * count < len(cells):
            return None
        left = Counter(cells) - Counter(here)
        changed = sum(old != new for old, new in zip(cells, here, strict=True))
        ends = (here[0], here[-1]) == (cells[0], cells[-1])
        return at if ends and left.total() == changed else None
    return None


def _refilled(table: Table, lines: Sequence[Block]) -> Block:
    """The table with these lines in its cells; what is as it was keeps its marks."""
    given = iter([line for line in lines if isinstance(line, Paragraph)])

    def fill(cell: Paragraph) -> Paragraph:
        if not cell.text:
            return cell
        line = next(given)
        same = _letters(line.text) == _letters(cell.text)
        return cell if same else replace(line, id=cell.id, style=cell.style)

    return each_paragraph(Document((table,)), fill).body[0]


def _row(row: Row) -> tuple[str, ...]:
    return tuple(
        _letters(one.text) for cell in row.cells for one in paragraphs(Document(cell.blocks))
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _has_notes(document: Document) -> bool:
    return any(
        isinstance(anchor.object, Note)
        for one in paragraphs(document, notes=False)
        for anchor in one.anchors
    )
