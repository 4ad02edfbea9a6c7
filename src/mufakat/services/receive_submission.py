"""Takes in what a delegation sends back: kept first, then read, compared and lodged by the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mufakat.edges import records
from mufakat.edges.ledger import REMARKS, SCRIPT, TEXT, Head, Lodged, safe_name
from mufakat.edges.workspace import Workspace
from mufakat.procedure.draft import printed
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import Round, is_late
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import Submission, latest
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled
from mufakat.text.document import Document, digest

if TYPE_CHECKING:
    from mufakat.change.amendment import Remark, Script
    from mufakat.edges.word.fingerprint import Fingerprint
    from mufakat.edges.word.reader import Return


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the delegation is told: what was understood, and under which number it is kept."""

    receipt: str
    sha256: str
    commit: str
    late: bool
    changes: Mapping[str, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Understood:
    script: Script = ()
    text: str = ""
    remarks: tuple[Remark, ...] = ()
    changes: Mapping[str, int] | None = None
    warnings: tuple[str, ...] = ()


def receive_submission(
    workspace: Workspace,
    instrument: str,
    delegation: str,
    data: bytes | None,
    filename: str,
    *,
    now: datetime,
    note: str = "",
) -> Receipt:
    """Lodges a returned file, or "no comment" where there is none (``data`` None).

    The bytes are kept before anything reads them, also where the file is then refused: no Word
    file, another instrument's, made on an older draft. The same file lodged again changes nothing.
    """
    head = look_up(workspace, instrument)
    party = check_party(workspace.meeting, head.instrument, delegation)
    _check_open_to_comments(head)
    sha256 = workspace.ledger.keep(data) if data is not None else ""
    name = safe_name(filename) if data is not None else ""
    understood: dict[int, _Understood] = {}  # by round: read once, however often the gate moves

    def lodge() -> Receipt:
        current = look_up(workspace, instrument)
        record = _check_open_to_comments(current)
        lodged = _lodged_before(workspace, current, record, party.code, sha256, note)
        if lodged is None:
            number = record.number
            if number not in understood:
                understood[number] = _understand(workspace, current, record, party.code, data)
            found = understood[number]
            moment = workspace.meeting.moment(now)
            submission = Submission(
                instrument,
                number,
                party.code,
                0,
                moment,
                name,
                sha256,
                note,
                late=is_late(record, moment),
                changes=found.changes or {},
                warnings=found.warnings,
            )
            files = _files(found, name, data)
            author = actor(workspace.meeting, "submit", party)
            lodged = workspace.ledger.lodge(current, submission, files, author)
        kept = lodged.submission
        return Receipt(
            kept.receipt, kept.sha256, lodged.commit, kept.late, kept.changes, kept.warnings
        )

    return until_settled(lodge)


def _check_open_to_comments(head: Head) -> Round:
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if record.kind == "silence":
        raise Refusal(
            f"{record.name} is {record.state}; no round of comments is open.",
            "A delegation that cannot agree breaks silence (mufakat silence break)."
            if record.state == "open"
            else "Ask the secretariat to open a round.",
        )
    return record


def _lodged_before(
    workspace: Workspace, head: Head, record: Round, code: str, sha256: str, note: str
) -> Lodged | None:
    """The delegation's newest submission in the round, if it is this very one."""
    found = None
    for late in (False, True):
        lodged = workspace.ledger.submissions(head.instrument.id, record.number, late=late)
        newest = latest(one.submission for one in lodged).get(code)
        found = next((one for one in lodged if one.submission == newest), found)
    if found is None or found.submission.withdrawn:
        return None
    same = (found.submission.sha256, found.submission.note) == (sha256, note)
    return found if same else None


def _understand(
    workspace: Workspace, head: Head, record: Round, code: str, data: bytes | None
) -> _Understood:
    from mufakat.text.markup import parse

    ledger = workspace.ledger
    opening = ledger.at(ledger.opened(head.instrument.id, record.number), head.instrument.id)
    text = ledger.read(opening, TEXT).decode()
    if data is None:
        return _Understood(text=text)
    from mufakat.edges.word.reader import read  # late: "no comment" opens no file

    returned = read(data)
    warnings = _check_fingerprint(returned.fingerprint, head, record, code, digest(text))
    return _compare(parse(text), returned, code, warnings)


def _check_fingerprint(
    found: Fingerprint | None, head: Head, record: Round, code: str, expected: str
) -> list[str]:
    """Refuses a file that is not about this draft; what else is odd about it, in sentences."""
    if found is None:
        return [
            "The file does not say which draft it was made from; it was compared with "
            f"{printed(record.draft)} by its words."
        ]
    if found.instrument != head.instrument.id:
        raise Refusal(
            f"This file belongs to {found.instrument}, not to {head.instrument.id}.",
            f"Lodge it there (mufakat submit {found.instrument}), or send the right file.",
        )
    if found.draft == head.standing.draft != record.draft:
        raise Refusal(
            f"No round on {printed(found.draft)} is open.", "Ask the secretariat to open one."
        )
    if found.draft != record.draft:
        raise Refusal(
            f"This file was made from {printed(found.draft)}; "
            f"round {record.number} is about {printed(record.draft)}.",
            f"Bring the changes forward into the file issued for round {record.number}, and "
            "send that. What was sent is kept.",
        )
    warnings = []
    if found.digest != expected:
        warnings.append(
            f"The file says that it is {printed(record.draft)}, but of another text; it was "
            "compared with the text on record."
        )
    if found.delegation and found.delegation != code:
        warnings.append(f"The file was issued to {found.delegation}, and is lodged by {code}.")
    return warnings


def _compare(base: Document, returned: Return, code: str, warnings: list[str]) -> _Understood:
    """What the delegation changed, against the text on record and never what the file claims."""
    from mufakat.change.apply import apply
    from mufakat.change.diff import diff
    from mufakat.change.fragment import bare
    from mufakat.change.merge import merge
    from mufakat.procedure.remark import remarks
    from mufakat.text.markup import serialise
    from mufakat.text.tracked import accepted, original

    submitted = accepted(returned.tracked)
    script = diff(base, submitted)
    result = apply(base, script)
    if bare(result) != bare(submitted):
        raise Refusal(
            "The changes in this file could not be understood exactly.",
            "It is kept as received; ask the secretariat to look at it.",
        )
    untracked = diff(base, original(returned.tracked))
    tracked = submitted != original(returned.tracked)
    told = [*warnings, *_untracked(len(untracked), tracked), *returned.warnings]
    changes = Counter(a.kind for a in merge(base, {code: script}, [code]).amendments)
    return _Understood(
        script,
        serialise(result),
        remarks(returned.tracked, base, code, returned.quotes),
        dict(sorted(changes.items())),
        tuple(told),
    )


def _untracked(count: int, tracked: bool) -> list[str]:
    if not count:
        return []
    changes = "One change was" if count == 1 else f"{count} changes were"
    where = "though other changes in the file are tracked" if tracked else "as in the whole file"
    return [
        f"{changes} made with tracking switched off, {where}; found by comparing it with the draft."
    ]


def _files(understood: _Understood, name: str, data: bytes | None) -> dict[str, bytes]:
    files = {
        TEXT: understood.text.encode(),
        SCRIPT: script_record(understood.script),
        REMARKS: remarks_record(understood.remarks),
    }
    if data is not None:
        files[f"original/{name}"] = data
    return files


def script_record(script: Script) -> bytes:
    """A script as it is kept with a submission."""
    from mufakat.change.amendment import Operation

    return records.dump(records.plain(script, tuple[Operation, ...]))


def remarks_record(remarks: tuple[Remark, ...]) -> bytes:
    """A delegation's comments as they are kept with its submission."""
    from mufakat.change.amendment import Remark

    return records.dump(records.plain(remarks, tuple[Remark, ...]))
