from __future__ import annotations

import io
import zipfile

import pytest
from tests.edges.word.written import came, file_of, para, plain, run, went

from mufakat.edges.word.check import meaning_kept
from mufakat.text.tracked import Comment, Revision, TrackedDocument

MOVED = (Revision("move-from", "IDN", "", "m"), Revision("move-to", "IDN", "", "m"))
TEXT = TrackedDocument(
    (
        para("We ", run("reaffirm", went()), run("renew", came()), " our vision.", ident="p1"),
        para(run("This moves.", MOVED[0]), ident="p2", mark=(MOVED[0],)),
        plain("This stays.", "p3"),
        para(run("This moves.", MOVED[1]), ident="", mark=(MOVED[1],)),
        plain("The end.", "p4"),
    ),
    (Comment("c1", "SGP", "Why?", "p3", 0, 4),),
)
FILE = file_of(*TEXT.body, comments=TEXT.comments)


def changed(old: str, new: str, part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILE)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content)
    return out.getvalue()


def test_a_file_that_says_the_same_has_no_findings() -> None:
    assert meaning_kept(TEXT, FILE) == ()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("our vision", "your vision", "with every change rejected, paragraph 1"),
        (">renew<", ">review<", "with every change accepted, paragraph 1"),
        ('w:author="MYS"', 'w:author="VNM"', "seen through MYS, paragraph 1"),
        ('w:name="_mf_p3"', 'w:name="p3"', "paragraph p3 has lost its id"),
    ],
)
def test_a_file_that_says_something_else_is_found(old: str, new: str, finding: str) -> None:
    findings = meaning_kept(TEXT, changed(old, new))
    assert any(finding in found for found in findings), findings


def test_a_comment_that_is_lost_is_found() -> None:
    findings = meaning_kept(TEXT, changed("Why?", "How?", "word/comments.xml"))
    assert findings == ("the comment of SGP “Why?” is missing",)
