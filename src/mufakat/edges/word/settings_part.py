"""The settings part: tracking on, authors kept, nothing fetched from elsewhere."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.xmltext import W

_W = f"{{{W}}}"
# What would take delegations' names off their changes, or reach outside the file.
_UNWANTED = (
    "writeProtection",
    "removePersonalInformation",
    "removeDateAndTime",
    "attachedTemplate",
    "linkStyles",
    "mailMerge",
    "revisionView",
    "trackRevisions",
    "doNotTrackMoves",
    "doNotTrackFormatting",
    "documentProtection",
)
# The elements of CT_Settings (ECMA-376 part 1, 17.15.1.78) that come before those set here.
_BEFORE_TRACKING = (
    "view", "zoom", "doNotDisplayPageBoundaries", "displayBackgroundShape",
    "printPostScriptOverText", "printFractionalCharacterWidth", "printFormsData",
    "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "saveFormsData", "mirrorMargins",
    "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter",
    "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle",
    "proofState", "formsDesign", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType",
)  # fmt: skip


def set_tracking(root: etree._Element, *, track: bool, enforce: bool) -> None:
    """Switches tracking on (or off), and forbids switching it off if ``enforce`` is set.

    Protection without a password is a courtesy to the delegate: it is never trusted.
    """
    for child in list(root):
        if child.tag in {_W + name for name in _UNWANTED}:
            root.remove(child)
    before = {_W + name for name in _BEFORE_TRACKING}
    at = next((n for n, child in enumerate(root) if child.tag not in before), len(root))
    if enforce:
        protection = etree.Element(f"{_W}documentProtection")
        protection.set(f"{_W}edit", "trackedChanges")
        protection.set(f"{_W}enforcement", "1")
        root.insert(at, protection)
    if track:
        root.insert(at, etree.Element(f"{_W}trackRevisions"))
