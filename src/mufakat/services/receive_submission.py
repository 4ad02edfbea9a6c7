"""Takes in what a delegation sends back: kept first, then read, compared and lodged by the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mufakat import records
from mufakat.edges.ledger import REMARKS, SCRIPT, TEXT, Head, Lodged, safe_name
from mufakat.edges.workspace import Workspace
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import Round, is_late
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import Submission, latest
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.understand import Understood, understand

if TYPE_CHECKING:
    from mufakat.change.amendment import Remark, Script


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the delegation is told: what was understood, and under which number it is kept."""

    receipt: str
    sha256: str
    commit: str
    late: bool
    changes: Mapping[str, int]
    warnings: tuple[str, ...]


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
    understood: dict[int, Understood] = {}  # by round: read once, however often the gate moves

    def lodge() -> Receipt:
        current = look_up(workspace, instrument)
        record = _check_open_to_comments(current)
        lodged = _lodged_before(workspace, current, record, party.code, sha256, note)
        if lodged is None:
            number = record.number
            if number not in understood:
                understood[number] = understand(
                    workspace.ledger, current, record, party.code, data, filename
                )
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
                changes=found.changes,
                warnings=found.warnings,
                operations=found.operations,
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


def _files(found: Understood, name: str, data: bytes | None) -> dict[str, bytes]:
    files = {
        TEXT: found.text.encode(),
        SCRIPT: script_record(found.script),
        REMARKS: remarks_record(found.remarks),
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
