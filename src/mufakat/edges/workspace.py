"""A workspace is the folder of one meeting: its file, its drafts, its templates, its outputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mufakat.edges.ledger import Ledger
from mufakat.refusal import Refusal

if TYPE_CHECKING:
    from mufakat.edges.limits import Limits
    from mufakat.procedure.meeting import Meeting

MEETING_FILE = "meeting.yaml"


@dataclass(frozen=True, slots=True)
class Outline:
    """The little of a meeting that a quick look needs: its id, time zone and instruments' ids."""

    id: str
    time_zone: str
    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of one meeting; nothing is read before it is asked for."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that ``start`` lies in: the nearest folder upwards with a meeting file."""
        here = start.absolute()
        for folder in (here, *here.parents):
            if (folder / MEETING_FILE).is_file():
                return cls(folder)
        raise Refusal(
            f"{here} is not in a workspace: there is no {MEETING_FILE} here or above.",
            "Make one (mufakat new DIR), or name one (--workspace DIR).",
        )

    @classmethod
    def open(cls, start: Path) -> Workspace:
        """The same, after what others have done to its record is taken over, if it is shared."""
        found = cls.find(start)
        try:
            ledger = found.ledger
        except Refusal:
            return found  # what is wrong with its file is said where it is read
        ledger.repository.refresh()
        return found

    @property
    def meeting_file(self) -> bytes:
        """The meeting file as it stands."""
        try:
            return (self.root / MEETING_FILE).read_bytes()
        except OSError as problem:
            raise Refusal(
                f"The meeting file cannot be read: {problem.strerror} ({self.root}).",
                "Give permission to read it, or make a workspace (mufakat new DIR).",
            ) from problem

    @property
    def meeting(self) -> Meeting:
        """The meeting; refused if its file is not right."""
        return _meeting(self.meeting_file)

    @property
    def limits(self) -> Limits:
        """How much a file that comes in may cost."""
        from mufakat.edges.meeting_file import read_limits

        return read_limits(self.meeting_file)

    @property
    def outline(self) -> Outline:
        """The meeting in outline: read without a check, for commands that only look."""
        return _outline(self.meeting_file)

    @property
    def ledger(self) -> Ledger:
        """The drafts' repository."""
        return Ledger(self.drafts / f"{self.outline.id}.git")

    @property
    def drafts(self) -> Path:
        """Where the drafts' repository lives."""
        return self.root / "drafts"

    @property
    def templates(self) -> Path:
        """The templates that a secretariat edits."""
        return self.root / "templates"

    @property
    def outputs(self) -> Path:
        """Everything rendered; can be deleted and made again."""
        return self.root / "outputs"

    @property
    def keys(self) -> Path:
        """The secretariat's own signing key, and the keys that signed."""
        return self.root / "keys"


@lru_cache(maxsize=8)
def _meeting(data: bytes) -> Meeting:
    from mufakat.edges.meeting_file import read_own_meeting  # late: a quick look never checks it

    return read_own_meeting(data)


@lru_cache(maxsize=8)
def _outline(data: bytes) -> Outline:
    import yaml

    try:
        held = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        names = tuple(str(instrument["id"]) for instrument in held.get("instruments") or ())
        return Outline(str(held["meeting"]), str(held["time_zone"]), names)
    except Exception:  # whatever is wrong, the full reading names it
        from mufakat.edges.meeting_file import read_own_meeting

        meeting = read_own_meeting(data)
        return Outline(meeting.id, meeting.time_zone, tuple(i.id for i in meeting.instruments))
