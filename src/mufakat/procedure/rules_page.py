"""The rules of procedure as a page shows them: tables and state diagrams, drawn from ``rules``.

``python -m mufakat.procedure.rules_page < page > page.new`` fills a page's marked places anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import get_args

from mufakat.procedure.rules import ACTS, NEW, RULES, STATES, Rule, Thing

_PLACE = re.compile(r"(<!-- rules: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str) -> str:
    """The page with the rules of each thing between ``<!-- rules: round -->`` and the end mark."""
    things: tuple[str, ...] = get_args(Thing)
    missing = set(things) - {place[2] for place in _PLACE.finditer(page)}
    if missing:
        raise ValueError(f"the page has no place for the rules of {', '.join(sorted(missing))}")
    return _PLACE.sub(lambda place: f"{place[1]}\n{_rules(place[2])}\n{place[3]}", page)


def _rules(name: str) -> str:
    thing = next(one for one in RULES if one == name)
    return "\n".join([*_diagram(thing), "", *_acts(RULES[thing]), "", *_states(thing), ""])


def _diagram(thing: Thing) -> Iterator[str]:
    """The states and what leads from one to another; what leaves a thing as it is, is not drawn."""
    yield from ("```mermaid", "stateDiagram-v2")
    for name in STATES[thing]:
        if _node(name) != name:
            yield f'    state "{name}" as {_node(name)}'
    for rule in RULES[thing]:
        for state in rule.states:
            if rule.then and state != rule.then:
                start = "[*]" if state == NEW else _node(state)
                yield f"    {start} --> {_node(rule.then)} : {rule.act}"
    yield "```"


def _acts(rules: Iterable[Rule]) -> Iterator[str]:
    yield from _row("act", "who", "while it is", "provided that", "then it is", "command")
    yield from _row(*["---"] * 6)
    for rule in rules:
        act = ACTS[rule.act]
        while_it_is = "not there yet" if rule.states == (NEW,) else ", ".join(rule.states)
        then = rule.then or "as it was"
        command = f"`{act.command}`"
        yield from _row(rule.act, act.who, while_it_is, rule.provided, then, command)


def _states(thing: Thing) -> Iterator[str]:
    yield from _row("state", "what it means", "what is needed where an act is refused")
    yield from _row(*["---"] * 3)
    for name, state in STATES[thing].items():
        yield from _row(name, state.means, state.needed)


def _row(*cells: str) -> Iterator[str]:
    yield "| " + " | ".join(cells) + " |"


def _node(state: str) -> str:
    return state.replace(" ", "_")


if __name__ == "__main__":
    sys.stdout.write(filled(sys.stdin.read()))
