"""The delegations by the sea in round 1.

Brunei Darussalam, Indonesia, Malaysia, the Philippines, Singapore, Timor-Leste.
"""

from __future__ import annotations

from mufakat.samples.alike import access, clauses, outages
from mufakat.samples.letters import Return, day
from mufakat.samples.pen import Pen
from mufakat.samples.words import OBJECT

FIGURE = "estimated at USD 300 billion,"


def brunei(issued: bytes) -> tuple[Return, ...]:
    """Comments, and not a word changed."""
    pen = Pen(issued, "Noraini H.", day(12, 1))
    pen.comment(
        "should host a data centre",
        "should host a data centre",
        "For small Member States a shared facility may serve better. We would support words that "
        "leave this open.",
    )
    pen.comment(
        "every Member State is able to report",
        "a small number of indicators",
        "We welcome that the number is small: reporting takes the same people who do the work.",
    )
    pen.comment(
        "guidance on the safe use",
        "to the next meeting of the ministers",
        "Could ADGSOM see a first outline already in the middle of the year?",
    )
    return (
        Return(
            "BRN",
            "joint-statement-zero-BRN with comments.docx",
            pen.save(),
            "",
            "in time",
            "Brunei Darussalam comments in the margin and changes no word.",
        ),
    )


def indonesia(issued: bytes) -> tuple[Return, ...]:
    """Half of it with tracking on, half with tracking off, in one file."""
    pen = Pen(issued, "Rizky P.", day(16, 7))
    pen.delete("now use the internet", f", {FIGURE}{OBJECT}")
    pen.insert("information on faults", "repair capacity", " within the region")
    pen.insert("cross-border electronic commerce", "medium-sized enterprises", " and cooperatives")
    pen.tracking = False
    outages(pen)
    pen.replace("joint use of satellites", "remote areas", "remote areas and on outer islands")
    pen.comment(
        "now use the internet",
        "the digital economy of ASEAN",
        "The two sources do not agree. Without one that all accept we would rather give no figure.",
    )
    return (
        Return(
            "IDN",
            "IDN joint statement (rev 2).docx",
            pen.save(),
            "Some changes may not be marked; a colleague worked on another computer.",
            "in time",
            "Indonesia tracks some edits and not others, in one file: all are found by comparing "
            "with the issued text.",
        ),
    )


def malaysia(issued: bytes) -> tuple[Return, ...]:
    """Tracked edits; one paragraph split in two."""
    pen = Pen(issued, "Nur Aisyah", day(15, 8))
    pen.replace(
        "now use the internet",
        f"{FIGURE}{OBJECT}",
        "projected to exceed USD 300 billion by 2030,",
    )
    clauses(pen)
    pen.split("open their digital public services", " It noted that such services")
    pen.replace("depend on the mutual recognition", " It", "The Meeting")
    pen.insert(
        "models and data sets for the languages", "of the region", ", including the smaller ones"
    )
    pen.comment(
        "common skills standards for new technologies",
        "common skills standards",
        "Malaysia is ready to share its own framework with the working group.",
    )
    pen.wear()
    return (
        Return(
            "MYS",
            "joint-statement-zero-MYS (ulasan).docx",
            pen.save(),
            "",
            "in time",
            "Malaysia splits a paragraph, gives the figure for 2030, and names model clauses in "
            "the same words as Singapore and Thailand.",
        ),
    )


def philippines(issued: bytes) -> tuple[Return, ...]:
    """Tracking off throughout, in another word processor, with its own quotation marks."""
    pen = Pen(issued, "User", day(17, 2), tracking=False)
    access(pen)
    pen.add_after(
        "joint use of satellites",
        "The Meeting *stressed* that archipelagic Member States depend on domestic submarine "
        "cables between their islands, and *agreed* that the work on protection and repair shall "
        "include them.",
    )
    pen.move("cross-border electronic commerce", "dialogue between the public and the private")
    pen.insert("universities and the private sector", "are changing", ", at home and abroad")
    pen.replace("older persons and young people", "in particular among", "in particular for")
    pen.retype("’", "'")
    return (
        Return(
            "PHL",
            "PHL-ADGMIN6-JS-inputs.docx",
            pen.save(shuffled=True),
            "Inputs of the Philippines are encoded directly in the text.",
            "in time",
            "The Philippines work with tracking off in another word processor: a new paragraph at "
            "the same place as Lao PDR's, one cut and pasted, and straight apostrophes everywhere.",
        ),
    )


def singapore(issued: bytes) -> tuple[Return, ...]:
    """Two files: the second takes the place of the first."""
    early = Pen(issued, "Tan Wei Ming", day(11, 3))
    clauses(early)
    early.replace("Seventh ASEAN Digital", "in 2027", "in early 2027")
    pen = Pen(issued, "Tan Wei Ming", day(17, 9))
    pen.replace(
        "now use the internet",
        f"{FIGURE}{OBJECT}",
        "expected to reach USD 300 billion in 2025,",
    )
    clauses(pen)
    pen.join("potential of artificial intelligence")
    pen.replace(
        "greater responsibility for the safety",
        "called upon digital platforms to take greater responsibility for",
        "*encouraged* digital platforms to work closely with Member States on",
    )
    outages(pen)
    access(pen)
    return (
        Return(
            "SGP",
            "SGP comments 11 Dec.docx",
            early.save(),
            "Preliminary comments.",
            "in time",
            "Singapore lodges preliminary comments early.",
        ),
        Return(
            "SGP",
            "SGP comments 17 Dec.docx",
            pen.save(),
            "These replace our preliminary comments.",
            "in time",
            "Singapore's second file supersedes the first; both are kept. It joins two paragraphs "
            "and gives the figure for 2025.",
        ),
    )


def timor_leste(issued: bytes) -> tuple[Return, ...]:
    """Tracked edits of the newest member, some hours after the deadline."""
    pen = Pen(issued, "Maria da C.", day(19, 10))
    pen.replace("attended for the first time", "early and full", "full and meaningful")
    pen.insert("integration of Timor-Leste", "Timor-Leste,", " with training and technical advice,")
    pen.replace("Access and accessibility in remote", "on islands", "on small islands")
    pen.insert("at its own pace", "adequate support", ", also in its language")
    pen.comment(
        "integration of Timor-Leste",
        "needs that it identifies",
        "We thank all Member States for these words and will submit a list of needs to ADGSOM.",
    )
    return (
        Return(
            "TLS",
            "Timor-Leste – komentáriu.docx",
            pen.save(),
            "We regret the delay: the approval of the Minister came this evening.",
            "late",
            "Timor-Leste, at its first meeting as a member, is some hours late: kept, marked late, "
            "and taken in only by a decision of the chair.",
        ),
    )
