"""What the forms say, as the plain data that their templates are filled with: text and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mufakat.procedure.certificate import Certificate, table
from mufakat.procedure.excerpt import Excerpt
from mufakat.procedure.fate import Fate
from mufakat.procedure.letter import Entry, Letter
from mufakat.procedure.line_type import TYPES
from mufakat.procedure.matrix import Row

Data = dict[str, Any]

_BECAME: Mapping[Fate, str] = {
    "incorporated": "taken into the text",
    "bracketed": "in brackets until the Chair rules",
    "declined": "not accepted",
    "deferred": "standing over to the next round",
    "withdrawn": "taken back by the delegation that lodged them",
    "superseded": "in files that a later one of the same delegation replaced",
}
"""Where the proposals of a round are, as the certificate counts them."""


def matrix_data(rows: Sequence[Row]) -> Data:
    """The matrix: its lines, a sentence that counts them, and what the types mean."""
    met = {row.type for row in rows}
    return {
        "rows": [row_data(row) for row in rows],
        "summary": summary(rows),
        "types": [{"name": name, "rule": rule} for name, rule in TYPES.items() if name in met],
    }


def letter_data(letter: Letter) -> Data:
    """The letter: its first sentence, the answer to each proposal, the comments."""
    return {
        "heading": letter.heading,
        "opening": letter.opening,
        "proposals": [_entry(entry) for entry in letter.proposals],
        "comments": [_entry(entry) for entry in letter.comments],
    }


def certificate_data(certificate: Certificate) -> Data:
    """The certificate: the laws, what was lodged, what became of it, and the verdict."""
    head, *body, sums = table(certificate)
    broken = sum(not law.holds for law in certificate.laws)
    return {
        "round": str(certificate.round),
        "digest": certificate.digest,
        "verdict": _verdict(len(certificate.laws), broken),
        "holds": certificate.holds,
        "laws": [
            {
                "name": law.name,
                "promise": law.promise,
                "holds": law.holds,
                "finding": law.finding,
            }
            for law in certificate.laws
        ],
        "head": list(head),
        "body_rows": [list(row) for row in body],
        "sums": list(sums),
        "fates": [
            {"name": f"{_BECAME[name]}:", "count": str(n)}
            for name, n in certificate.became.items()
            if n
        ],
        "counts": _counts(certificate),
    }


def row_data(row: Row) -> Data:
    """One line of the matrix as text."""
    looks = ("quoted", "quoted") if row.type == "comment" else ("struck", "proposed")
    return {
        "number": str(row.number),
        "id": row.id,
        "paragraph": row.paragraph,
        "place": row.place,
        "symbol": row.symbol,
        "states": ", ".join(row.states),
        "type": row.type,
        "kind": row.kind,
        "original": _pieces(row.original, looks[0]),
        "proposed": _pieces(row.proposed, looks[1]),
        "manner": row.manner,
        "reason": row.reason,
        "supported": ", ".join(row.supported),
        "opposed": ", ".join(row.opposed),
        "passage": row.passage,
        "observation": row.observation,
        "disposition": row.disposition,
        "ruling": row.ruling,
        "resulting": row.resulting,
    }


def summary(rows: Sequence[Row]) -> str:
    """The lines counted: ``"12 proposals by 5 delegations, 2 of them contested; 4 comments."``."""
    proposals = [row for row in rows if row.type != "comment"]
    comments = len(rows) - len(proposals) + sum(len(row.remarks) for row in proposals)
    states = {state for row in proposals for state in row.states}
    contested = sum(bool(row.passage) for row in proposals)
    said = _count(len(proposals), "proposal")
    if proposals:
        said += f" by {_count(len(states), 'delegation')}"
    if contested:
        said += f", {contested} of them contested"
    said += f"; {_count(comments, 'comment')}."
    return said[:1].upper() + said[1:]


def _entry(entry: Entry) -> Data:
    return row_data(entry.row) | {
        "change": _change(entry.row),
        "outcome": entry.outcome,
        "others": ", ".join(entry.others),
        "positions": _positions(entry.row),
    }


def _positions(row: Row) -> str:
    """What others say of a proposal: ``supported by LAO; opposed by VNM``."""
    said = (("supported", row.supported), ("opposed", row.opposed))
    return "; ".join(f"{what} by {', '.join(codes)}" for what, codes in said if codes)


def _pieces(excerpt: Excerpt, look: str) -> list[Mapping[str, str]]:
    return [_piece(text, look if meant else "") for text, meant in excerpt.pieces() if text]


def _change(row: Row) -> list[Mapping[str, str]]:
    """The words before and after in one: what goes struck, what comes beside it."""
    before, after = row.original, row.proposed
    if row.type == "comment" or before.text == after.text:
        return _pieces(after if after.touched else before, "quoted")
    [start, end] = (after.touched or before.touched or ((0, 0),))[0]
    whole = after.text if after.touched else before.text
    head, tail = whole[:start], whole[end:]
    longest = len(head) + len(tail)
    for text in (before.text, after.text):
        if len(text) < longest or not text.startswith(head) or not text.endswith(tail):
            return [*_pieces(before, "struck"), _piece("\n"), *_pieces(after, "proposed")]
    old, new = (t[len(head) : len(t) - len(tail)] for t in (before.text, after.text))
    gap = " " if old[-1:].isalnum() and new[:1].isalnum() else ""
    pieces = (
        _piece(head),
        _piece(old, "struck"),
        _piece(gap),
        _piece(new, "proposed"),
        _piece(tail),
    )
    return [piece for piece in pieces if piece["text"]]


def _piece(text: str, look: str = "") -> Mapping[str, str]:
    return {"text": text, "look": look}


def _verdict(laws: int, broken: int) -> str:
    if not laws:
        return "No law was checked."
    if not broken:
        return "The law that was checked holds." if laws == 1 else f"All {laws} laws hold."
    return f"{broken} of {_count(laws, 'law')} {'does' if broken == 1 else 'do'} not hold."


def _counts(certificate: Certificate) -> str:
    shared, contested = certificate.shared, certificate.contested
    said = (
        f"{_count(certificate.amendments, 'change')} in "
        f"{_count(certificate.proposals, 'proposal')} (what several share counts once, what stands "
        "or falls together is one proposal) and "
        f"{_count(sum(certificate.remarks.values()), 'comment')} from "
        f"{_count(len(certificate.kinds), 'delegation')}. "
        f"{_count(shared, 'proposal')} {'has' if shared == 1 else 'have'} co-sponsors"
    )
    if contested:
        passages = _count(certificate.passages, "contested passage")
        said += f"; {contested} stand in {passages}"
    return ". ".join(part[:1].upper() + part[1:] for part in f"{said}.".split(". "))


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
