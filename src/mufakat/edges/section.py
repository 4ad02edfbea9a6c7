"""A section of the meeting file: its keys and no others, each with what it takes and an example."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """What stands together under one key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def takes(what: str, example: str = "", default: Any = ..., **limits: Any) -> Any:
    """A key that takes ``what``, in words for a person; needed unless it has a ``default``."""
    return Field(default, description=what, examples=[example] if example else None, **limits)
