"""A name that is not known is answered with the names that come nearest to it."""

from __future__ import annotations

from collections.abc import Iterable

from mufakat.refusal import Refusal


def unknown(what: str, name: str, names: Iterable[str]) -> Refusal:
    """The refusal of a name that is not among ``names``, with the nearest ones as its hint."""
    return Refusal(f'There is no {what} "{name}".', hint(name, names))


def hint(name: str, names: Iterable[str]) -> str:
    """A sentence that offers the names nearest to ``name``, or all of them where none is near."""
    from difflib import get_close_matches  # only a mistake pays for it

    known = list(dict.fromkeys(names))
    if not known:
        return "There are none yet."
    folded = {known_name.casefold(): known_name for known_name in known}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {listed([folded[n] for n in near], 'or')}?"
    return f"Known are: {listed(known)}."


def listed(names: Iterable[str], joint: str = "and") -> str:
    """The names as a sentence has them: ``A``, ``A and B``, ``A, B and C``."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joint} {every[-1]}"


def capital(words: str) -> str:
    """The words as a sentence begins with them."""
    return words[:1].upper() + words[1:]
