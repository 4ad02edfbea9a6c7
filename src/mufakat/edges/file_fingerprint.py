"""The fingerprint in a file from outside; its text is not read for that."""

from __future__ import annotations

from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.word import read_kind
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.opening import open_archive, open_package
from mufakat.edges.word.read_properties import fingerprint
from mufakat.refusal import Refusal


def file_fingerprint(data: bytes, limits: Limits = USUAL) -> Fingerprint | None:
    """What a Word file or OpenDocument text says it was made from; None if it says nothing."""
    form = read_kind.form_of(data)
    try:
        if form == "docx":
            return fingerprint(open_package(data, limits)[0])
        if form == "odt":
            from mufakat.edges.open_document import fingerprint_of  # late: pandoc comes along

            return fingerprint_of(open_archive(data, limits))
    except Refusal:
        pass  # whoever reads the file will say why
    return None
