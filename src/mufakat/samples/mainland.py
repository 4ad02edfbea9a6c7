"""The delegations of the mainland in round 1: Cambodia, Lao PDR, Myanmar, Thailand, Viet Nam."""

from __future__ import annotations

from mufakat.samples.alike import VICTIMS, clauses
from mufakat.samples.letters import Return, day
from mufakat.samples.pen import Pen
from mufakat.samples.words import OBJECT


def cambodia(issued: bytes) -> tuple[Return, ...]:
    """Tracked edits on scams and skills; the first upload breaks off half way."""
    pen = Pen(issued, "Sok Dara", day(15, 3))
    pen.replace("serious concern at", "cause losses", "cause grave losses")
    pen.insert("numbers, accounts, websites", "used for fraud", ", through points of contact")
    pen.add_after("weaken trust in digital services", VICTIMS)
    pen.insert("protect children and young people", "exchange of experience", " and of materials")
    pen.insert("universities and the private sector", "training for ", "students, ")
    pen.comment(
        "workers whose occupations are changing",
        "teachers",
        "Teachers and students should be named together: the ones cannot be trained without the "
        "others.",
    )
    good = pen.save()
    name = "KHM_Joint Statement_comments.docx"
    return (
        Return(
            "KHM",
            name,
            good[: len(good) * 2 // 3],
            "",
            "in time",
            "Cambodia's connection fails during the upload: the file is cut off, refused with a "
            "clear word, and kept as it came.",
            "refused",
        ),
        Return(
            "KHM",
            name,
            good,
            "The file again, complete this time.",
            "in time",
            "Cambodia sends it again: tracked edits on scams and skills, and one comment.",
        ),
    )


def lao_pdr(issued: bytes) -> tuple[Return, ...]:
    """Tracked edits for a country without a coast, a table cell among them."""
    pen = Pen(issued, "Somchit V.", day(16, 2))
    pen.insert(
        "is the basis of every other aim",
        "digital infrastructure",
        ", for landlocked and island Member States alike,",
    )
    pen.replace(
        "plan new submarine and land cable routes",
        "submarine and land cable routes together",
        "submarine and land cable routes together, including those that cross several borders",
    )
    pen.insert(
        "costs, benefits and energy", "energy requirements", ", and the option of sharing one"
    )
    pen.add_after(
        "joint use of satellites",
        "The Meeting *recognised* the particular situation of the landlocked Member State, and "
        "*agreed* to promote cross-border land cables which give it affordable access to the "
        "landing stations of submarine cables.",
    )
    pen.insert("different levels of digital development", "particular attention", " and support")
    pen.replace("model procedures for the repair", "repair of", "protection and repair of")
    return (
        Return(
            "LAO",
            "Lao PDR comments (final) FINAL.docx",
            pen.save(),
            "Our comments concern connectivity across land borders.",
            "in time",
            "Lao PDR, the landlocked member, asks for land cables: a new paragraph, tracked edits "
            "and an edited table cell.",
        ),
    )


def myanmar(issued: bytes) -> tuple[Return, ...]:
    """The file as it was sent out."""
    return (
        Return(
            "MMR",
            "joint-statement-zero-MMR.docx",
            issued,
            "No comments. Myanmar can go along with the zero draft.",
            "in time",
            "Myanmar returns its file unchanged: “no comment” is an answer too, and is recorded.",
        ),
    )


def thailand(issued: bytes) -> tuple[Return, ...]:
    """Tracked edits under the name that a shared computer gives; a paragraph moved."""
    pen = Pen(issued, "User", day(17, 6))
    clauses(pen)
    pen.replace(
        "greater responsibility for the safety",
        "called upon digital platforms to take greater responsibility",
        "*urged* digital platforms to take full responsibility",
    )
    pen.move("protect children and young people", "no one shall be left behind, and")
    pen.add_after("weaken trust in digital services", VICTIMS, enter=True)
    pen.replace(
        "should host a data centre",
        "should host a data centre",
        "is encouraged to host a data centre",
    )
    pen.replace(
        "leadership of the senior officials",
        "welcomed Viet Nam as the chair of ADGSOM in 2026",
        "*congratulated* Viet Nam on taking the chair of ADGSOM for 2026",
    )
    pen.wear()
    return (
        Return(
            "THA",
            "ร่างแถลงการณ์ร่วม - ความเห็นของไทย.docx",
            pen.save(),
            "",
            "in time",
            "Thailand moves a paragraph with tracking. Its computer signs everything as “User”: "
            "the words are credited to Thailand all the same.",
        ),
    )


def viet_nam(issued: bytes, other: bytes) -> tuple[Return, ...]:
    """First the master plan's file by mistake, then the right one: notes, a table row, bold."""
    wrong = Pen(other, "Trần Minh Anh", day(10, 1))
    wrong.replace("networks that reach everyone", "are the beginning", "are where it begins")
    pen = Pen(issued, "Trần Minh Anh", day(10, 4))
    pen.comment(
        "under the theme", "under the theme", "As host we confirm this form; the note can go."
    )
    pen.delete("under the theme", OBJECT)
    pen.insert("deep appreciation", "for his address", " at the opening")
    pen.note(
        "extending 5G networks",
        "of the population.",
        "Figure reported by Viet Nam for the end of 2025.",
    )
    pen.embolden("network for artificial intelligence, through", "one ASEAN network")
    pen.add_row(
        "Submarine cables; digital skills",
        ("United Nations", "14 January", "Governance of emerging technologies"),
    )
    pen.replace(
        "the dates are to be confirmed",
        "Drafting note: the host and the dates are to be confirmed.",
        "The host and the dates will be announced by the Secretariat.",
    )
    return (
        Return(
            "VNM",
            "adm2030-zero-VNM.docx",
            wrong.save(),
            "",
            "in time",
            "Viet Nam's focal point takes the master plan's file by mistake: refused, and the "
            "answer names the instrument it belongs to.",
            "refused",
        ),
        Return(
            "VNM",
            "Tuyên bố chung – góp ý của Việt Nam.docx",
            pen.save(),
            "With apologies for the first file.",
            "in time",
            "Viet Nam sends the right one: a table row, a new footnote, a note edited and one "
            "deleted, words made bold.",
        ),
    )
