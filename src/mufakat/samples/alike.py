"""What several delegations say in the same words, having spoken with one another beforehand."""

from __future__ import annotations

from mufakat.samples.pen import Pen

VICTIMS = (
    "The Meeting *encouraged* Member States to assist the victims of online scams and to make it "
    "simple to report them."
)


def clauses(pen: Pen) -> None:
    """Malaysia, Singapore and Thailand name the model clauses that they use already."""
    pen.insert(
        "interoperable instruments",
        "for the transfer of data",
        ", such as model contractual clauses",
    )


def outages(pen: Pen) -> None:
    """Indonesia and Singapore find that one aim is enough in the sentence on cable routes."""
    pen.delete("diversity of routes", " and to shorten the duration of outages")


def access(pen: Pen) -> None:
    """The Philippines and Singapore: access to a data centre need not mean hosting one."""
    pen.replace(
        "should host a data centre",
        "should host a data centre",
        "should have access to a data centre",
    )
