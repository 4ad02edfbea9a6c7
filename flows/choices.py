"""What a person may choose from where a journey is started by hand, in Prefect's pages.

The journeys' parameters are typed with these; the lists are those of the workspace whose form is
being made. Nothing is checked here: the service refuses what is wrong, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from mufakat.edges.workspace import Workspace

Lists = Mapping[str, Sequence[str]]

_lists: ContextVar[Lists | None] = ContextVar("lists", default=None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of a form: what it means, and the list to choose from, where there is one."""

    meaning: str
    listed: str = ""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        form = {**handler(schema), "description": self.meaning}
        choices = (_lists.get() or {}).get(self.listed)
        return {**form, "enum": list(choices)} if choices else form


Folder = Annotated[str, _Asked("The workspace.", "workspace")]
Instrument = Annotated[str, _Asked("The text in question.", "instrument")]
Delegation = Annotated[str, _Asked("Whose act it is.", "delegation")]
Anybody = Annotated[str, _Asked("One delegation alone; left empty: all of them.", "anybody")]
Level = Annotated[str, _Asked("The body that has cleared the text.", "level")]
File = Annotated[str, _Asked("A file on this machine, with its whole path.")]
MaybeFile = Annotated[str | None, _Asked("A file on this machine, with its whole path; or none.")]
Reason = Annotated[str, _Asked("Why; goes on record.")]
Words = Annotated[str, _Asked("Goes on record in these words.")]
Until = Annotated[
    datetime, _Asked("The deadline. Choose your time zone beside it: it may say UTC.")
]
At = SkipJsonSchema[datetime | None]
"""The moment of the act, else now: for the demo. In no form, so that nobody dates an act back."""
Early = Annotated[bool, _Asked("Close it although its deadline has not come.")]
Sealed = Annotated[bool, _Asked("Nobody sees another's words before it closes.")]
AdReferendum = Annotated[bool, _Asked("Subject to confirmation by the capital.")]
Consent = Annotated[bool, _Asked("Lodge a file about which there was a question.")]
AsItStands = Annotated[bool, _Asked("What looks unfinished in the text is meant to stand.")]


@contextmanager
def offered(workspace: Workspace) -> Iterator[None]:
    """While forms are made: the workspace's instruments, delegations and levels are offered."""
    meeting = workspace.meeting
    codes = (*meeting.roster.codes, *(one.code for one in meeting.partners if one.code))
    token = _lists.set(
        {
            "workspace": (str(workspace.root),),
            "instrument": tuple(
                dict.fromkeys((*workspace.outline.instruments, *workspace.ledger.instruments()))
            ),
            "delegation": codes,
            "anybody": ("", *codes),
            "level": tuple(level.id for level in meeting.levels),
        }
    )
    try:
        yield
    finally:
        _lists.reset(token)
