"""A text with its tracked changes as a Word file, inside a template designed in Word.

The same text, template, fields, fingerprint and moment give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from mufakat.edges.word import comments_part, settings_part
from mufakat.edges.word.body import Body
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.kept_object import Find
from mufakat.edges.word.notes_part import notes_xml
from mufakat.edges.word.numbering_part import numbering_xml
from mufakat.edges.word.numbering_plan import LEVELS, Numbering
from mufakat.edges.word.object_out import ObjectsOut, relate
from mufakat.edges.word.package_out import PackageOut
from mufakat.edges.word.properties_part import CORE, CUSTOM, core_xml, custom_xml
from mufakat.edges.word.revisions import Revisions
from mufakat.edges.word.shell import Shell, open_shell
from mufakat.edges.word.state_bars import StateBars, read_bars
from mufakat.edges.word.styles_part import Styles, add_styles
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writing import Links, Story, Writing
from mufakat.procedure.draft import printed
from mufakat.procedure.rules import ParagraphState
from mufakat.text.document import Style
from mufakat.text.tracked import TrackedDocument

_LINKED = (Style("numbered"), *(Style("item", level) for level in range(1, LEVELS + 1)))
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def write(
    tracked: TrackedDocument,
    template: WordTemplate,
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
    enforce_tracking: bool = False,
    objects: Find | None = None,
    states: Mapping[str, ParagraphState] | None = None,
) -> bytes:
    """The Word file of a text: everything in it is carried, nothing of it is ever run.

    ``fields`` fill the template's tags (``tags.FIELDS``; one not given is empty); ``when`` dates
    the file; ``objects`` finds things kept whole (without it a name stands in their place);
    ``states`` says by id where paragraphs stand, for the bars in a compilation's margin.
    Refuses a template that lacks a tag, and a text that no Word file can hold.
    """
    shell = open_shell(template)
    values = complete(fields, fingerprint)
    if fingerprint.kind:
        shell.check(fingerprint.kind, values)
    package = shell.package.copy()
    writing = _begin(shell, tracked, states or {})
    held = writing.objects = ObjectsOut(objects, package.parts[package.main]) if objects else None
    before, between, after = shell.fill_in(package, values)
    text = Body(writing).document(tracked.body)
    remarks = writing.comments.whole
    if held:
        before = held.declared(before)
        held.finish(package)
    package.put(package.main, "".join((before, remarks, between, *text, after)))
    _finish(package, shell, writing, tracked)
    _set_settings(package, shell, track=fingerprint.kind != "final", enforce=enforce_tracking)
    _set_properties(package, values, fingerprint, when)
    return package.zipped(when)


def complete(fields: Mapping[str, str], fingerprint: Fingerprint) -> dict[str, str]:
    """The fields with those that follow from others or from the fingerprint."""
    values = {
        "fingerprint": fingerprint.line(),
        "draft": printed(fingerprint.draft),
        "short_title": fields.get("title", ""),
        "meeting_short": fields.get("meeting", ""),
    }
    return values | {name: value for name, value in fields.items() if value or name not in values}


def _begin(shell: Shell, tracked: TrackedDocument, states: Mapping[str, ParagraphState]) -> Writing:
    styles = shell.styles.copy()
    reference = styles.id("character", "annotation reference")
    return Writing(
        styles,
        Revisions(tracked.body, shell.first_id),
        Numbering(shell.lists.first_family, shell.lists.first_list),
        comments_part.comment_marks(tracked, reference),
        StateBars(states, read_bars(shell.parts["styles"]) if states else {}),
        shell.width,
        shell.indents,
        stories={kind: Story(first) for kind, first in shell.first_notes.items()},
    )


def _finish(package: PackageOut, shell: Shell, writing: Writing, tracked: TrackedDocument) -> None:
    """The parts that the text fills besides the main one."""
    _add_numbering_and_styles(package, shell, writing)
    _add_links(package, package.main, writing.links)
    for kind, story in writing.stories.items():
        if story.notes:
            part = f"{kind}s"
            package.add(f"{part}.xml", part, part, notes_xml(shell.parts[part], kind, story.notes))
            _add_links(package, package.related(part)[0], story.links)
    if tracked.comments:
        _add_comments(package, writing.styles, tracked)


def _add_links(package: PackageOut, part: str, links: Links) -> None:
    for address, ident in links.ids.items():
        package.relate(part, "hyperlink", address, ident)
    relate(package, part, links.things)


def _add_numbering_and_styles(package: PackageOut, shell: Shell, writing: Writing) -> None:
    styles, numbering = writing.styles, writing.numbering
    linked = {style: styles.paragraph(style) for style in _LINKED}
    lists = numbering_xml(shell.lists, numbering, writing.indents, linked)
    package.add("numbering.xml", "numbering", "numbering", lists)
    main = {style: numbering.main_list(style.kind) for style in _LINKED}
    what = *styles.added, *main.values()
    data = shell.changed("styles", what, lambda root: add_styles(root, styles, main))
    package.add("styles.xml", "styles", "styles", data)


def _add_comments(package: PackageOut, styles: Styles, tracked: TrackedDocument) -> None:
    text, reference = (
        styles.id("paragraph", "annotation text"),
        styles.id("character", "annotation reference"),
    )
    comments = comments_part.comments_xml(tracked.comments, text, reference)
    package.add("comments.xml", "comments", "comments", comments)
    extended = comments_part.extended_xml(tracked.comments)
    where = package.beside("commentsExtended.xml")
    package.put(where, extended, comments_part.EXTENDED_TYPE)
    package.relate(package.main, comments_part.EXTENDED_RELATION, where)


def _set_settings(package: PackageOut, shell: Shell, *, track: bool, enforce: bool) -> None:
    def change(root: etree._Element) -> None:
        settings_part.set_tracking(root, track=track, enforce=enforce)

    data = shell.changed("settings", (track, enforce), change)
    package.add("settings.xml", "settings", "settings", data)


def _set_properties(
    package: PackageOut, fields: Mapping[str, str], fingerprint: Fingerprint, when: datetime
) -> None:
    for name, kind, content, data in (
        (CORE, _CORE_RELATION, _CORE_TYPE, core_xml(fingerprint, fields, when)),
        (CUSTOM, "custom-properties", _CUSTOM_TYPE, custom_xml(fingerprint)),
    ):
        held = package.related(kind.rsplit("/", 1)[-1], "")
        where = held[0] if held else name
        package.put(where, data, content)
        package.relate("", kind, where)
