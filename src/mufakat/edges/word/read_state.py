"""What all stories of one file share while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from mufakat.edges.limits import Limits
from mufakat.edges.word.object_keep import Keeping
from mufakat.edges.word.opening import Package
from mufakat.edges.word.read_bookmarks import Bookmarks
from mufakat.edges.word.read_comments import Anchors
from mufakat.edges.word.read_marks import RunMarks
from mufakat.edges.word.read_notes import Notes
from mufakat.edges.word.read_notices import Notices
from mufakat.edges.word.read_numbering import Numbering
from mufakat.edges.word.read_paragraph import ParagraphProperties, ParagraphReader
from mufakat.edges.word.read_properties import by_libreoffice
from mufakat.edges.word.read_revisions import Revisions
from mufakat.edges.word.read_styles import Listed
from mufakat.edges.word.read_untouched import Untouched
from mufakat.refusal import Refusal
from mufakat.text.tracked import TrackedParagraph


@dataclass(slots=True)
class Reading:
    """The file being read: its parts, and what was met so far.

    ``name_all`` gives every paragraph an id and notes its place in its list, for a text that is
    imported rather than returned.
    """

    package: Package
    limits: Limits
    paragraph_reader: ParagraphReader
    run_marks: RunMarks
    notes: Notes
    numbering: Numbering
    untouched: Untouched
    name_all: bool = False
    inside: bool = True  # within the negotiated text
    ended: bool = False  # past its end
    notices: Notices = field(default_factory=Notices)
    revisions: Revisions = field(default_factory=Revisions)
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    anchors: Anchors = field(default_factory=Anchors)
    surroundings: list[str] = field(default_factory=list)
    behind: list[TrackedParagraph | None] = field(default_factory=list)  # since the text's last one
    listed: dict[str, Listed] = field(default_factory=dict)
    notes_read: set[tuple[str, str]] = field(default_factory=set)
    paragraphs: int = 0
    ordinal: int = 0
    _from_libreoffice: bool | None = None
    keeping: Keeping = field(init=False)
    no_properties: ParagraphProperties = field(init=False)

    def __post_init__(self) -> None:
        self.keeping = Keeping(self.package, self.limits)
        self.no_properties = self.paragraph_reader.none

    @property
    def from_libreoffice(self) -> bool:
        """Whether the file says that LibreOffice saved it last."""
        if self._from_libreoffice is None:
            self._from_libreoffice = by_libreoffice(self.package)
        return self._from_libreoffice

    def count(self, more: int = 1) -> None:
        """More paragraphs begin; refuses a file that has too many."""
        self.paragraphs += more
        if self.paragraphs > self.limits.paragraphs:
            raise Refusal(
                f"The file has more than {self.limits.paragraphs:,} paragraphs.",
                "Send the text in several files.",
            )
