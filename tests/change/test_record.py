"""The merge as data."""

from __future__ import annotations

import json

from hypothesis import given
from tests.change.editing import STATES, Negotiation, negotiations

from mufakat.change.diff import diff
from mufakat.change.merge import merge
from mufakat.change.record import as_data


@given(negotiations())
def test_every_amendment_is_in_the_data_with_its_sponsors(n: Negotiation) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    merged = merge(n.base, scripts, STATES)
    data = json.loads(json.dumps(as_data(merged, {a.id: "bracketed" for a in merged.amendments})))
    assert [(a["id"], tuple(a["sponsors"])) for a in data["amendments"]] == [
        (a.id, a.sponsors) for a in merged.amendments
    ]
    assert all(a["fate"] == "bracketed" for a in data["amendments"])
    assert len(data["blocks"]) == len(n.base.body)
