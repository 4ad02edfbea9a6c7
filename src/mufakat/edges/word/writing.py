"""What is gathered while one file is written: styles, ids, lists, links, notes, comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from mufakat.edges.word.comments_part import CommentMarks
from mufakat.edges.word.numbering_plan import Numbering
from mufakat.edges.word.object_out import ObjectsOut, Ties
from mufakat.edges.word.revisions import Revisions
from mufakat.edges.word.state_bars import StateBars
from mufakat.edges.word.styles_part import Indents, Styles
from mufakat.edges.word.xmltext import attribute

BOOKMARK = "_mf_"
_LONGEST = 40 - len(BOOKMARK)  # of an id, as long as a bookmark's name may be


@dataclass(slots=True)
class Links:
    """What one part refers to: addresses, each with the id that the part knows it by, and parts."""

    ids: dict[str, str] = field(default_factory=dict)
    things: Ties = field(default_factory=dict)

    def id(self, address: str) -> str:
        """The relationship id of an address."""
        return self.ids.setdefault(address, f"mfLink{len(self.ids) + 1}")


@dataclass(slots=True)
class Story:
    """The notes of one kind, as they come; their part has links of its own."""

    first_id: int = 1
    notes: list[str] = field(default_factory=list)
    links: Links = field(default_factory=Links)


@dataclass(slots=True)
class Writing:
    """One file in the making. ``links`` are those of the part that is being written just now."""

    styles: Styles
    revisions: Revisions
    numbering: Numbering
    comments: CommentMarks
    bars: StateBars
    width: int  # of the text column, in twentieths of a point
    indents: Indents = field(default_factory=dict)
    objects: ObjectsOut | None = None
    links: Links = field(default_factory=Links)
    stories: dict[str, Story] = field(
        default_factory=lambda: {"footnote": Story(), "endnote": Story()}
    )
    bookmarks: set[str] = field(default_factory=set)
    properties: dict[tuple[tuple[tuple[str, str], ...], str], str] = field(default_factory=dict)

    def bookmark(self, ident: str) -> tuple[str, str]:
        """The start and end of the hidden bookmark around a paragraph; nothing without an id."""
        if not ident or ident in self.bookmarks or len(ident) > _LONGEST:
            return "", ""
        self.bookmarks.add(ident)
        number = self.revisions.new_id()
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{BOOKMARK}{attribute(ident)}"/>',
            f'<w:bookmarkEnd w:id="{number}"/>',
        )
