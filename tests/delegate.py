"""A delegate at LibreOffice: opens a file, edits it as a person does, and saves it.

``Delegate`` keeps one soffice, and beside it this same file as a script, run by a Python that knows
LibreOffice's ``uno``. A step is the name of something that ``Hand`` can do, and its words. Nearly
all of it goes by the commands behind LibreOffice's own menus and keys, so that a change is tracked,
or not, as it would be for a person.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Final

Step = tuple[str, ...]

NAME: Final = "Aminah binti Yusof"
PROFILE: Final = f"""<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname" oor:op="fuse">
<value>{NAME}</value></prop></item></oor:items>"""
FILTERS: Final = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
}
SECONDS: Final = 120
PATIENCE: Final = 20  # seconds


class Delegate:
    """One LibreOffice with a profile of its own, which edits one file after another."""

    def __init__(self, soffice: str, python: str, folder: Path) -> None:
        (folder / "user").mkdir(parents=True)
        (folder / "user" / "registrymodifications.xcu").write_text(PROFILE)
        self.folder, self.soffice, self.python = folder, soffice, python
        self._begin()

    def _begin(self) -> None:
        pipe = f"mufakat-{uuid.uuid4().hex}"
        profile = f"-env:UserInstallation={self.folder.as_uri()}"
        listen = f"--accept=pipe,name={pipe};urp;"
        self.office = subprocess.Popen(
            [self.soffice, profile, "--headless", "--norestore", "--nologo", listen],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.script = subprocess.Popen(
            [self.python, __file__, pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def edit(self, data: bytes, *steps: Step, opened: str = "docx", save: str = "docx") -> bytes:
        """A file in the format ``opened`` after these steps, in the format ``save``.

        A LibreOffice that has gone since the last file is opened again, as a person would.
        """
        if self.script.poll() is not None or self.office.poll() is not None:
            self.leave()
            self._begin()
        source, target = self.folder / f"opened.{opened}", self.folder / f"saved.{save}"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        asked = {"open": source.as_uri(), "steps": steps, "save": target.as_uri(), "as": save}
        assert self.script.stdin is not None
        assert self.script.stdout is not None
        print(json.dumps(asked), file=self.script.stdin, flush=True)
        answer = self.script.stdout.readline()
        assert answer == "done\n", answer or "the script has ended"
        return target.read_bytes()

    def leave(self) -> None:
        """Ends both, by their own ids."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # it is ended below
            self.script.communicate(timeout=20)  # it bids LibreOffice to end, and ends
            self.office.wait(timeout=20)
        self.script.kill()
        self.script.wait()
        with contextlib.suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.office.pid, signal.SIGKILL)  # the group that began with it
        self.office.wait()


def python_with_uno(soffice: str) -> str | None:
    """A Python that knows LibreOffice's ``uno``: Debian's, LibreOffice's own, or this one."""
    own = Path(soffice).resolve().with_name("python")
    for python in ("/usr/bin/python3", str(own), sys.executable):
        with contextlib.suppress(OSError):  # it is not there
            if subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0:
                return python
    return None


class Hand:
    """An open document, and what a person does with it."""

    def __init__(self, service: Any, url: str) -> None:
        self.service = service
        self.desktop = service("com.sun.star.frame.Desktop")
        self.dispatcher = service("com.sun.star.frame.DispatchHelper")
        self.open(url)

    def open(self, url: str) -> None:
        """Opens a document to work in it."""
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, values(Hidden=True))
        self.frame = self.document.CurrentController.Frame
        self.cursor = self.document.CurrentController.ViewCursor

    def find(self, words: str) -> Any:
        """The first place of these words: in the text, a cell or a note.

        LibreOffice lays a text out when it has nothing else to do, and finds no words of a note
        that it has not laid out yet.
        """
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        until = time.monotonic() + PATIENCE
        while (found := self.document.findFirst(search)) is None:
            assert time.monotonic() < until, f"“{words}” is nowhere"
            time.sleep(0.1)
        return found

    def do(self, command: str, **arguments: Any) -> None:
        """A command of LibreOffice's menus."""
        self.dispatcher.executeDispatch(self.frame, f".uno:{command}", "", 0, values(**arguments))

    def track(self) -> None:
        self.document.RecordChanges = True

    def untrack(self) -> None:
        self.document.RecordChanges = False

    def sign(self, name: str) -> None:
        """From now on somebody else edits."""
        place = "com.sun.star.configuration.Configuration"
        arguments = values(nodepath="/org.openoffice.UserProfile/Data")
        kept = self.service(f"{place}Provider").createInstanceWithArguments(
            f"{place}UpdateAccess", arguments
        )
        kept.setPropertyValue("givenname", name)
        kept.commitChanges()

    def before(self, words: str) -> None:
        self.cursor.gotoRange(self.find(words).Start, False)

    def after(self, words: str) -> None:
        self.cursor.gotoRange(self.find(words).End, False)

    def end(self) -> None:
        """Goes where Ctrl+End goes."""
        self.cursor.gotoEnd(False)

    def select(self, first: str, last: str = "") -> None:
        """Selects these words, or all from the first to the last."""
        start, end = self.find(first), self.find(last or first)
        self.cursor.gotoRange(start.Start, False)
        self.cursor.gotoRange(end.End, True)

    def select_until(self, first: str, last: str) -> None:
        """Selects all from the first words to just before the last."""
        start, end = self.find(first), self.find(last)
        self.cursor.gotoRange(start.Start, False)
        self.cursor.gotoRange(end.Start, True)

    def type(self, words: str) -> None:
        self.do("InsertText", Text=words)

    def retype(self, old: str, new: str) -> None:
        """Types over words, as one does who selects them first."""
        self.select(old)
        self.type(new)

    def delete(self, words: str) -> None:
        self.select(words)
        self.do("Delete")

    def replace_all(self, old: str, new: str) -> None:
        replace = self.document.createReplaceDescriptor()
        replace.SearchString, replace.ReplaceString = old, new
        self.document.replaceAll(replace)

    def comment(self, text: str) -> None:
        """A comment on what is selected."""
        self.do("InsertAnnotation", Text=text)

    def anew(self) -> None:
        """Leaves the document, and goes on in a new one."""
        self.document.close(True)
        self.open("private:factory/swriter")

    def box(self, words: str) -> None:
        """Puts a text box at the cursor, with these words."""
        frame = self.document.createInstance("com.sun.star.text.TextFrame")
        self.cursor.Text.insertTextContent(self.cursor, frame, False)
        frame.setString(words)

    def hide(self) -> None:
        """Hides what is selected."""
        self.cursor.CharHidden = True

    def table(self, words: str) -> None:
        """Puts a small table at the end of the cell that the cursor is in."""
        table = self.document.createInstance("com.sun.star.text.TextTable")
        table.initialize(2, 2)
        cell = self.cursor.Cell
        cell.insertTextContent(cell.End, table, False)
        table.getCellByName("A1").setString(words)

    def contents(self) -> None:
        """Puts a table of contents at the cursor."""
        index = self.document.createInstance("com.sun.star.text.ContentIndex")
        index.CreateFromOutline = True
        self.document.Text.insertTextContent(self.cursor, index, False)
        index.update()

    def select_cells(self, first: str, last: str) -> None:
        """Selects the cells from the one with the first words to the one with the last."""
        start, end = self.find(first), self.find(last)
        cells = f"{start.Cell.CellName}:{end.Cell.CellName}"
        table = start.TextTable.getCellRangeByName(cells)
        self.document.CurrentController.select(table)

    def style(self, name: str) -> None:
        """Gives the paragraph a style."""
        self.do("StyleApply", Style=name, FamilyName="ParagraphStyles")

    def font(self, name: str) -> None:
        """Gives what is selected a font."""
        self.do("CharFontName", **{"CharFontName.FamilyName": name})

    def save(self, url: str, kind: str) -> None:
        self.document.storeToURL(url, values(FilterName=FILTERS[kind]))


def values(**given: Any) -> tuple[Any, ...]:
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, value, 0) for name, value in given.items())


def connect(pipe: str) -> Any:
    """What makes LibreOffice's services, once it is up."""
    import uno

    local = uno.getComponentContext()
    resolve = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver").resolve
    until = time.monotonic() + SECONDS
    while True:
        try:
            context = resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            create = context.ServiceManager.createInstanceWithContext
            return lambda name: create(name, context)


def edit(service: Any, asked: dict[str, Any]) -> None:
    hand = Hand(service, asked["open"])
    try:
        for name, *words in asked["steps"]:
            getattr(hand, name)(*words)
        hand.save(asked["save"], asked["as"])
    finally:
        hand.document.close(True)


def main() -> None:
    """Carries out each line of work and says "done", or what went wrong."""
    service = connect(sys.argv[1])
    for line in sys.stdin:
        signal.alarm(SECONDS)  # a LibreOffice that hangs must not hang the tests
        try:
            edit(service, json.loads(line))
        except Exception as error:
            print(repr(error), flush=True)
        else:
            print("done", flush=True)
    with contextlib.suppress(Exception):  # the answer is lost when LibreOffice ends
        service("com.sun.star.frame.Desktop").terminate()


if __name__ == "__main__":
    main()
