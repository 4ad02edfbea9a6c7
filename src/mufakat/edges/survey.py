"""Where many instruments stand, read in a few strokes however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mufakat import records
from mufakat.edges.git import Repository
from mufakat.edges.record_names import INSTRUMENT, STATE, SUBMISSION
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.standing import Standing
from mufakat.procedure.submission import Submission


@dataclass(frozen=True, slots=True)
class Survey:
    """Where an instrument stands, and what was lodged in its newest round."""

    instrument: Instrument
    standing: Standing
    in_time: tuple[Submission, ...] = ()
    late: tuple[Submission, ...] = ()


def survey(repository: Repository, names: Iterable[str], whose: str = "") -> dict[str, Survey]:
    """Those instruments of these names that are drafted, with what all have lodged.

    Or only what one delegation has (``whose``).
    """
    branches = {f"refs/heads/{name}": name for name in names}
    kinds = ("heads", "submissions", "late")
    folders = [f"refs/{kind}/{name}" for kind in kinds for name in branches.values()]
    found = repository.refs(*folders) if folders else {}
    heads = {branches[ref]: oid for ref, oid in found.items() if ref in branches}
    paths = [f"{oid}:{file}" for oid in heads.values() for file in (INSTRUMENT, STATE)]
    held = iter(repository.read(paths))
    surveys = {}
    for name in heads:
        about, state = next(held), next(held)
        if about and state:
            standing = records.read(Standing, state)
            surveys[name] = Survey(records.read(Instrument, about), standing)
    return _with_submissions(repository, surveys, found, whose)


def _with_submissions(
    repository: Repository, surveys: dict[str, Survey], found: Mapping[str, str], whose: str
) -> dict[str, Survey]:
    wanted = []
    for ref, oid in found.items():
        kind, name, number, code = (*ref.split("/"), "", "", "")[1:5]
        record = surveys[name].standing.round if name in surveys else None
        if kind == "heads" or whose not in ("", code):
            continue
        if record and str(record.number) == number:
            wanted.append((name, kind == "late", oid))
    contents = repository.read([f"{oid}:{SUBMISSION}" for _, _, oid in wanted])
    for (name, late, _), content in zip(wanted, contents, strict=True):
        if content:
            one, held = records.read(Submission, content), surveys[name]
            surveys[name] = (
                replace(held, late=(*held.late, one))
                if late
                else replace(held, in_time=(*held.in_time, one))
            )
    return surveys
