"""What a paragraph is in a plain text: its lines where each is one, else what blank lines part.

And what is a note: what a list at its end says under the numbers that stand in the text.
"""

from __future__ import annotations

import re

_WRAPPED = 100  # characters; a line wrapped by hand is hardly longer
_ENDED = re.compile(r"[.;:]$|^(?:[0-9]+[.)]|\([a-z0-9]+\)|[-*•])\s")
_NOTE = re.compile(r"^\[([0-9]{1,3})\] +(?=\S)", re.MULTILINE)
_MARKED = re.compile(r"^\s*(?:\||```|~~~|>|[-=]{3,}\s*$)")


def parted(text: str) -> str:
    """The text with a blank line between any two paragraphs, and no indents, if lines are those.

    A text that is wrapped by hand stays as it is; so does one that holds Markdown's own blocks.
    """
    lines = [line.strip() for line in text.splitlines()]
    written = [line for line in lines if line]
    if any(_MARKED.match(line) for line in written) or not _are_paragraphs(lines, written):
        return text
    return "\n\n".join(written)


def noted(text: str) -> str:
    """The text with the notes that its last paragraphs are (``[1] ...``) in Markdown's own form.

    Only if they are numbered from 1, and each number stands once in the text before them.
    """
    notes = list(_NOTE.finditer(text))
    first = next((n for n, found in enumerate(notes) if found[1] == "1"), len(notes))
    notes = notes[first:]
    numbers = [found[1] for found in notes]
    if not notes or numbers != [str(n + 1) for n in range(len(notes))]:
        return text
    before, after = text[: notes[0].start()], text[notes[0].start() :]
    if any(before.count(f"[{number}]") != 1 for number in numbers):
        return text
    signed = re.sub(rf"\[({'|'.join(numbers)})\]", r"[^\1]", before)
    return signed + _NOTE.sub(r"[^\1]: ", after)


def _are_paragraphs(lines: list[str], written: list[str]) -> bool:
    """Whether each line is a paragraph: some are long, or, with no line blank, most end as one."""
    if any(len(line) > _WRAPPED for line in written):
        return True
    ended = sum(bool(_ENDED.search(line)) for line in written)
    return len(lines) == len(written) and len(written) > 1 and 2 * ended >= len(written)
