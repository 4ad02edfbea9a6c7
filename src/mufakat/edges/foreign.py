"""Texts in other formats than Word's, brought in by pandoc: OpenDocument, RTF, Markdown, HTML."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal

WORD = ".docx"
FORMATS = {
    ".odt": "odt",
    ".rtf": "rtf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "markdown",
}
_ENDINGS = (WORD, *FORMATS)


def as_word(data: bytes, ending: str) -> bytes:
    """The same text as a Word file; a Word file as it is.

    Refused: an ending that is not known, and a file that pandoc cannot read.
    """
    kind = ending.lower()
    if kind == WORD:
        return data
    if kind not in FORMATS:
        raise Refusal(
            f'A text cannot be taken from a file that ends in "{ending}".',
            f"It can be one of {listed(_ENDINGS, 'or')}.",
        )
    import pypandoc  # late: few commands need it

    with tempfile.TemporaryDirectory(prefix="mufakat-") as folder:
        source, target = Path(folder, f"text{kind}"), Path(folder, "text.docx")
        source.write_bytes(data)
        try:
            pypandoc.convert_file(
                str(source),
                "docx",
                format=FORMATS[kind],
                outputfile=str(target),
                extra_args=["--sandbox", "--quiet"],
            )
        except (RuntimeError, OSError) as problem:
            said = str(problem).strip().splitlines()
            raise Refusal(
                f"The file cannot be read as {FORMATS[kind]}.",
                said[-1] if said else "Save it as .docx and try again.",
            ) from problem
        return target.read_bytes()
