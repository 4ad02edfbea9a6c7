"""Two things are the same when they say the same, whichever program wrote them down."""

from __future__ import annotations

import re

from lxml import etree
from tests.edges.word import things
from tests.edges.word.builder import SPACES, by

from mufakat.edges.word.formula import formula_identity, settled
from mufakat.edges.word.object_identity import (
    chart_identity,
    diagram_identity,
)


def chart(data: bytes) -> tuple[str, str]:
    return chart_identity(etree.fromstring(data))


def formula(xml: str) -> tuple[str, str]:
    root = etree.fromstring(f"<x {SPACES}>{xml}</x>")
    return formula_identity(settled(root[0]))


def test_a_chart_is_its_kind_title_and_numbers() -> None:
    one = things.chart(1.5, 2)
    assert chart(one)[1] == "Traffic"
    assert chart(one) != chart(things.chart(1.5, 3))
    assert chart(one)[0] != chart(things.chart(1.5, 2, title="Costs"))[0]
    assert chart(one)[0] != chart(one.replace(b"barChart", b"lineChart"))[0]


def test_a_chart_stays_the_same_when_only_its_looks_change() -> None:
    one = things.chart(0.57, 2)
    other = one.replace(b"1F3864", b"AA0000").replace(b"<c:v>0.57<", b"<c:v>0.56999999999999995<")
    other = re.sub(rb"Sheet1!\$B\$1", b"label 0", other)
    assert chart(one) == chart(other)


def test_a_chart_without_a_title_is_named_after_what_it_shows() -> None:
    bare = re.sub(rb"<c:title>.*?</c:title>", b"", things.chart(1))
    assert chart(bare)[1] == "Gbit/s"


def test_a_diagram_is_its_words_and_what_hangs_on_what() -> None:
    one = etree.fromstring(things.diagram("Plan", "Do", "Check"))
    other = etree.fromstring(things.diagram("Plan", "Do", "Act"))
    moved = etree.fromstring(things.diagram("Plan", "Do", "Check"))
    next(moved.iter("{*}cxn")).set("destId", "3")
    assert diagram_identity(one)[1] == "Plan; Do; Check"
    assert len({diagram_identity(each)[0] for each in (one, other, moved)}) == 3


def m(*pieces: str) -> str:
    return f"<m:oMath>{''.join(pieces)}</m:oMath>"


def mr(text: str, before: str = "") -> str:
    return f"<m:r>{before}<m:t>{text}</m:t></m:r>"


def test_a_formula_stays_the_same_however_its_letters_are_cut() -> None:
    assert formula(m(mr("E=m"))) == formula(m(mr("E"), mr(" = "), mr("m")))
    assert formula(m(mr("a-b"))) == formula(m(mr("a−b")))


def test_a_formula_is_another_when_its_structure_is() -> None:
    power = "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>"
    assert formula(m(power.format(mr("x"), mr("2")))) != formula(m(mr("x2")))
    assert formula(m(power.format(mr("x"), mr("2")))) != formula(m(power.format(mr("x2"), "")))


def test_the_brackets_of_a_formula_count_unless_they_are_the_usual_ones() -> None:
    round_, said, square = (
        m(f"<m:d><m:dPr>{sign}</m:dPr><m:e>{mr('x')}</m:e></m:d>")
        for sign in ("", '<m:begChr m:val="("/>', '<m:begChr m:val="["/>')
    )
    assert formula(round_) == formula(said) != formula(square)


def test_a_formula_reads_as_with_its_own_changes_accepted() -> None:
    wrapped = f"<w:ins {by('MYS')}>{mr('y')}</w:ins><w:del {by('MYS')}>{mr('z')}</w:del>"
    marked = mr("y", f"<w:ins {by('MYS')}><w:rPr/></w:ins>") + mr("z", f"<w:del {by('MYS')}/>")
    assert formula(m(mr("x"), wrapped)) == formula(m(mr("x"), marked)) == formula(m(mr("xy")))
