"""The mutants: for each, where the mistake is made, and what it would do to a delegation."""

from __future__ import annotations

from tests.mutants.hunt import Mutant

MUTANTS = (
    Mutant(
        "ids decide, whatever the words",
        "change/compare/likeness.py",
        "if i is not None and i not in taken and self.like(i, j) >= LIKE_WITH_ID:",
        "if i is not None and i not in taken:",
        "A new paragraph to which a program gave another's id is printed as that one, rewritten.",
    ),
    Mutant(
        "only the second half of a split",
        "change/compare/groups.py",
        "for j in (group.submitted[-1] + 1, group.submitted[0] - 1):",
        "for j in (group.submitted[-1] + 1,):",
        "A split whose first half is new is printed as a deleted and two new paragraphs.",
    ),
    Mutant(
        "a longer last space is no change",
        "change/compare/flow.py",
        "if self.new.cuts[b + until - a] - given != length:",
        "if self.new.cuts[b + until - a] - given < length:",
        "A second space before an edit makes the whole paragraph a deleted and a new one.",
    ),
    Mutant(
        "a repeated phrase does not slide all the way",
        "change/compare/worddiff.py",
        "while i < stop and a[i] == b[k]:",
        "while i + 1 < stop and a[i] == b[k]:",
        "The same words, put in by two, are two alternatives that look alike.",
    ),
    Mutant(
        "co-sponsors by the words alone",
        "change/reexpress.py",
        "if part(op.fragment, at, end) != other.fragment:",
        "if part(op.fragment, at, end).text != other.fragment.text:",
        "A delegation is named for a footnote or bold words that it did not propose.",
    ),
    Mutant(
        "sponsors are forgotten",
        "change/sponsors.py",
        "held[operation.block].setdefault(operation, {})[state] = n * STEP",
        "held[operation.block][operation] = {state: n * STEP}",
        "Of two delegations that propose the same only the last is named.",
    ),
    Mutant(
        "who comes first stands first",
        "change/sponsors.py",
        "for n, state in enumerate(roster)}",
        "for n, state in enumerate(dict.fromkeys((*scripts, *roster)))}",
        "Whoever lodges first is named first, and its new paragraphs stand first.",
    ),
    Mutant(
        "what stands over has lost its order",
        "change/sponsors.py",
        "LAST + p.script.index(operation)",
        "LAST",
        "The halves of a deferred split come back the wrong way round.",
    ),
    Mutant(
        "two of one delegation are one",
        "change/spelling.py",
        "if len(set(states)) < len(states) or ",
        "if ",
        "A delegation puts the same words in twice, typed in two ways, and one of them is lost.",
    ),
    Mutant(
        "neighbours overlap",
        "change/contest.py",
        "return a.start < b.end and b.start < a.end",
        "return a.start <= b.end and b.start <= a.end",
        "The chair cannot accept two edits of words that stand side by side.",
    ),
    Mutant(
        "one delegation against itself",
        "change/passages.py",
        "rival(one.operation, other.operation, where) and not together(one, other)",
        "rival(one.operation, other.operation, where)",
        "What a delegation proposes beside its own words is printed as contested.",
    ),
    Mutant(
        "quotation marks are words",
        "change/kinds.py",
        "fold(old) == fold(new)",
        "old == new",
        "Curly quotation marks are printed as proposals to replace words.",
    ),
    Mutant(
        "accepted paragraphs as one reads",
        "change/ruling.py",
        "chosen = min(agreed or heads)",
        "chosen = min(heads)",
        "A delegation's new paragraphs, all accepted, stand in another order than in its text.",
    ),
    Mutant(
        "what is deferred undoes the paragraph",
        "change/ruling.py",
        "any(contradict(op, o, where) for o in said)",
        'any(getattr(op, "block", "") == getattr(o, "block", "-") for o in said)',
        "A deferred word brings back the draft's words beside it, over what was accepted.",
    ),
    Mutant(
        "edits of a moved paragraph are lost",
        "change/compare/diff.py",
        "return [Move(old[0].id, parent, after), *ops] if moved else ops",
        "return [Move(old[0].id, parent, after)] if moved else ops",
        "A paragraph that is moved and edited is printed as deleted and new, with all others.",
    ),
    Mutant(
        "a moved paragraph is tracked as it was",
        "change/show/track.py",
        "out += map(nameless, self._block(moved, (self._coming(arrival),)))",
        "out.append(track_block(moved, (self._coming(arrival),)))",
        "In the tracked Word file the edits of a moved paragraph are missing where it stands now.",
    ),
    Mutant(
        "the first sponsor signs for all",
        "change/show/track.py",
        'return "; ".join(named), max(',
        "return named[0], max(",
        "Accepting only its own changes in Word, a co-sponsor does not get its text.",
    ),
)
