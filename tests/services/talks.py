"""Talks on a draft with something of every kind, open for comments."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import yaml
from tests.services.conftest import MEETING, START
from tests.services.life import NAME, Life

from mufakat.edges.workspace import Workspace
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace

DRAFT = """\
# Statement of the Talks {.title}

## Opening {}

[]{.num} The Meeting was held in Hà Nội and welcomed all delegations warmly.

[]{.num} The Meeting noted the plan,[^n1] and asked the officials to report on it every year.

[]{.item} the first report is due in May;

[]{.item} the second report is due in June;

[]{.item} the third report is due in July.

## Money {}

[]{.num} The funds of the plan are as follows.

:::: {.table}
::: {.row .header}
[]{cell=""} Source

[]{cell=""} Amount
:::

::: {.row}
[]{cell=""} Members

[]{cell=""} one million
:::

::: {.row}
[]{cell=""} Partners

[]{cell=""} two million
:::

::: {.row}
[]{cell=""} Friends

[]{cell=""} three million
:::
::::

## Closing {}

[]{.num} The Meeting thanked the host for its kind hospitality, and the secretariat for its work.

[]{.num} The next meeting will be held in Bangkok.

[^n1]: []{} Circulated as document seven.
"""


def open_talks(folder: Path, draft: str = DRAFT) -> Life:
    """A workspace in which round 1 is open for two weeks, its files issued."""
    (folder / "meeting.yaml").write_text(yaml.safe_dump(MEETING, allow_unicode=True))
    (folder / "text.md").write_text(draft)
    start_workspace(folder / "talks", folder / "meeting.yaml", now=START)
    workspace = Workspace.open(folder / "talks")
    draft_instrument(workspace, NAME, folder / "text.md", now=START)
    open_round(workspace, NAME, START + timedelta(days=14), now=START)
    return Life(workspace, folder, START)
