"""What a wheel carries along, and that the lock says what the project asks for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    return next(target.glob("mufakat-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, links followed, by its place in it."""
    return {
        str((Path(here) / name).relative_to(folder)): (Path(here) / name).read_bytes()
        for here, _, names in os.walk(folder, followlinks=True)
        for name in names
        if not name.endswith(".pyc")
    }


def test_wheel_carries_the_program_with_flows_and_templates(installed: Path) -> None:
    carried = files(installed / "mufakat")
    assert carried == files(ROOT / "src" / "mufakat")
    for name in ("flows", "templates"):
        assert files(installed / "mufakat" / name) == files(ROOT / name)
        assert not (installed / "mufakat" / name).is_symlink()


def test_wheel_alone_makes_a_workspace(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mufakat", "new", tmp_path / "meeting"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "meeting" / "templates" / "text").is_dir()


def test_wheel_tells_type_checkers_that_it_is_typed(installed: Path) -> None:
    assert (installed / "mufakat" / "py.typed").is_file()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address_and_every_hash(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index" not in re.sub(r"#.*", "", lock)
    for entry in re.split(r"\n(?=[a-z])", lock)[1:]:
        assert "--hash=sha256:" in entry, entry


def test_lock_does_not_drift_from_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"]
    wider = asked + project["project"]["optional-dependencies"]["dev"]
    for name, wanted in zip(LOCKS, (asked, wider), strict=True):
        wanted = [*wanted, *project["dependency-groups"]["build"]]
        lock = (ROOT / name).read_text(encoding="utf-8")
        pins = {canonicalize_name(found): version for found, version in PIN.findall(lock)}
        for text in wanted:
            requirement = Requirement(text)
            pinned = pins.get(canonicalize_name(requirement.name))
            assert pinned, f"{name} lacks {text}: make lock"
            assert requirement.specifier.contains(pinned), f"{name} has {pinned}: make lock"


def test_links_do_not_drift_from_the_folders_at_the_top() -> None:
    for name in ("flows", "templates"):
        link = ROOT / "src" / "mufakat" / name
        assert link.is_symlink()
        assert os.readlink(link) == f"../../{name}"
