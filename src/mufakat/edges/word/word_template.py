"""A Word template: what is in it, and the file in which a person finds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mufakat.refusal import Refusal

_PUT_RIGHT = (
    "Put it right in Word and save it as .docx, or copy it anew from a workspace that "
    "`mufakat new` makes. docs/templates.md says how a template is made."
)


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template's bytes; ``name`` is its file: ``templates/word/issued.docx``."""

    name: str
    data: bytes


class Unfit(Refusal):
    """What a template has or lacks, in a sentence that begins with "It", and what to do."""


@contextmanager
def using(name: str) -> Iterator[None]:
    """Whatever is refused herein is refused with the name of the template's file."""
    try:
        yield
    except Refusal as refusal:
        # Any other refusal tells somebody who sent a file to send another.
        hint = refusal.hint if isinstance(refusal, Unfit) else _PUT_RIGHT
        raise Refusal(f"The template {name} cannot be used. {refusal.error}", hint) from refusal
