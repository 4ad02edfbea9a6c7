"""The list of contents of a package: what each part says it is."""

from __future__ import annotations

from urllib.parse import unquote

from lxml import etree


class ContentTypes:
    """What kind each part is; ``macros`` says whether any part is of a file with programs in it."""

    def __init__(self, root: etree._Element) -> None:
        self._extensions: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        for element in root.iter(etree.Element):
            kind = element.get("ContentType", "")
            if extension := element.get("Extension"):
                self._extensions[extension.lower()] = kind
            if part := element.get("PartName"):
                self._parts[unquote(part).lstrip("/").lower()] = kind
        # A template for macros declared as a default does no harm while no part has it.
        self.macros = any("macroenabled" in kind.lower() for kind in self._parts.values())

    def of(self, name: str) -> str:
        """The type of a part: its own, else that of its extension."""
        extension = name.rsplit(".", 1)[-1].lower()
        return self._parts.get(unquote(name).lower()) or self._extensions.get(extension, "")
