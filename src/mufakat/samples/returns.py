"""Round 1 of the joint statement: what the eleven delegations send back, in the order it comes."""

from __future__ import annotations

from collections.abc import Mapping

from mufakat.samples import mainland, maritime
from mufakat.samples.letters import Return


def first_round(issued: Mapping[str, bytes], other: bytes) -> tuple[Return, ...]:
    """All that comes in, ordered: early files first, what is late at the end.

    ``issued`` maps a delegation's code to the Word file it was sent. ``other`` is a Word file of
    another instrument of the meeting (the master plan), which one delegation takes by mistake.
    """
    preliminary, final = maritime.singapore(issued["SGP"])
    return (
        preliminary,
        *mainland.viet_nam(issued["VNM"], other),
        *maritime.brunei(issued["BRN"]),
        *mainland.myanmar(issued["MMR"]),
        *mainland.cambodia(issued["KHM"]),
        *maritime.malaysia(issued["MYS"]),
        *mainland.lao_pdr(issued["LAO"]),
        *maritime.indonesia(issued["IDN"]),
        *maritime.philippines(issued["PHL"]),
        *mainland.thailand(issued["THA"]),
        final,
        *maritime.timor_leste(issued["TLS"]),
    )
