"""A small round, made by hand: one draft, five delegations, a change of every sort."""

from __future__ import annotations

from mufakat.change.amendment import (
    Amendment,
    ChangeKind,
    Format,
    Fragment,
    Insert,
    Join,
    Merge,
    Move,
    Operation,
    Passage,
    Remark,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.text.document import (
    MARK,
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)

NUMBERED = Style("numbered")
ITEM = Style("item")

P2 = "The Meeting welcomed the strong growth of the digital economy in all Member States."
P3 = "The Meeting noted with concern the rise of online scams, and agreed to act together."
P4 = "The Meeting thanked Viet Nam for the “warm hospitality” shown to all delegations."


def _cell(ident: str, text: str) -> Cell:
    return Cell(f"c{ident}", (Paragraph(f"p{ident}", text),))


BASE = Document(
    (
        Paragraph("h1", "Joint Statement", Style("title")),
        Paragraph("h2", "Digital trust", Style("heading", 1)),
        Paragraph("p2", P2, NUMBERED, (Span(4, 11, "italic"),)),
        Paragraph("p3", P3, NUMBERED),
        Paragraph("p5", "share warnings;" + OBJECT, ITEM, (), (
            Anchor(15, Note("n1", (Paragraph("p6", "Within a day."),))),
        )),
        Paragraph("p7", "train officials.", ITEM),
        Paragraph("p4", P4, NUMBERED),
        Paragraph("p8", "Ha Noi, 16 January 2026"),
        Table("t1", (
            Row("r1", (_cell("21", "Project"), _cell("22", "Lead")), header=True),
            Row("r2", (_cell("23", "Scam hotline"), _cell("24", "Malaysia"))),
        )),
    )
)  # fmt: skip

LABELS = {"p2": "1.", "p3": "2.", "p5": "(a)", "p7": "(b)", "p4": "3."}


def at(block: str, words: str) -> tuple[int, int]:
    """Where the words stand in a paragraph of the draft."""
    text = {"p2": P2, "p3": P3, "p4": P4}[block]
    return text.index(words), text.index(words) + len(words)


def replace(block: str, old: str, new: str) -> Replace:
    return Replace(block, *at(block, old), Fragment(new))


def amendment(
    ident: str, operation: Operation, kind: ChangeKind, *sponsors: str, passage: str = ""
) -> Amendment:
    ranks = tuple(range(len(sponsors)))
    return Amendment(ident, operation, kind, sponsors, ranks, passage, kind == "typographic")


STRONG = amendment(
    "p2.1", replace("p2", "strong", "robust"), "replacement", "MYS", "SGP", passage="passage-1"
)
STEADY = amendment(
    "p2.2",
    replace("p2", "strong growth", "steady and inclusive growth"),
    "replacement",
    "THA",
    passage="passage-1",
)
SPLIT = amendment(
    "p3.1",
    Replace("p3", *at("p3", ", and"), Fragment("." + MARK + "The Meeting", styles=(NUMBERED,))),
    "split",
    "IDN",
)
NEW = amendment(
    "p3.2",
    Insert("", "p3", Paragraph("", "The Meeting agreed to {{ review }} this yearly.", NUMBERED)),
    "new paragraph",
    "SGP",
)
QUOTES = amendment("p4.1", replace("p4", "“", '"'), "typographic", "THA")
GONE = amendment("p8.1", Remove("p8"), "deleted paragraph", "VNM")
MOVED = amendment("p7.1", Move("p7", "", "p3"), "move", "VNM")
JOINED = amendment("p5.1", Join("p5"), "join", "MYS")
HEADED = amendment("p2.3", Restyle("p2", Style("heading", 2)), "restyle", "IDN")
BOLD = amendment(
    "p2.4", Format("p2", *at("p2", "digital economy"), "bold", "", True), "formatting", "IDN"
)
ROW = amendment(
    "r2.1",
    Insert("t1", "r2", Row("", (_cell("", "Skills"), _cell("", "=SUM(A1)")))),
    "new row",
    "MYS",
)
WIDE = amendment("c21.1", Reshape("c21", span=2), "table layout", "MYS")

WHY = Remark("MYS-1", "MYS", "“Robust” is the agreed language of 2025.", "p2", *at("p2", "strong"))
ASK = Remark("THA-1", "THA", "Which scams are meant?", "p3", *at("p3", "online scams"))
ANSWER = Remark(
    "SGP-1", "SGP", "Those of the report.", "p3", *at("p3", "online scams"), parent="THA-1"
)
GENERAL = Remark("VNM-1", "VNM", "A good text.")

MERGE = Merge(
    BASE,
    ("IDN", "MYS", "SGP", "THA", "VNM"),
    (STRONG, STEADY, HEADED, BOLD, SPLIT, NEW, JOINED, MOVED, QUOTES, GONE, ROW, WIDE),
    (Passage("passage-1", ("p2.1", "p2.2"), ("p2",)),),
    remarks=(WHY, ANSWER, ASK, GENERAL),
)
