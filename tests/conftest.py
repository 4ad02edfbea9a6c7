"""What all tests share: Hypothesis profiles, a home of their own, and the real tools."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from tests.tools import IN_CI, missing, tool

if TYPE_CHECKING:
    from tests.delegate import Delegate

    from mufakat.runs import Clockwork

SOFFICE_SECONDS = 180

TOGETHER = (
    "test_cli_journey",
    "test_clients",
    "test_demo",
    "test_runs",
    "test_ministry",
    "test_self_check",
    "test_journeys",
    "test_killed",
    "test_supervisor",
)
"""Modules whose tests share something that is dear to make: a worker takes all of one or none."""

_patient = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("quick", max_examples=200, deadline=None, suppress_health_check=_patient)
settings.register_profile(
    "ci",
    max_examples=300,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_patient,
)
settings.register_profile(
    "soak", max_examples=40_000, deadline=None, print_blob=True, suppress_health_check=_patient
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "quick"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spreads tests over the workers one by one, but the modules of ``TOGETHER`` whole."""
    from xdist.scheduler import LoadScopeScheduling

    def unit(nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if Path(module).stem in TOGETHER else nodeid

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = unit
    return scheduler


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings of whoever runs the tests (git, SSH, Prefect, proxies) do not reach them."""
    home = tmp_path_factory.mktemp("home")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    for name in tuple(os.environ):
        if name.startswith(("GIT_", "PREFECT_", "MUFAKAT_")):
            del os.environ[name]
    os.environ["HOME"] = str(home)
    os.environ["XDG_CONFIG_HOME"] = str(home / ".config")
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")
    os.environ["GIT_CONFIG_GLOBAL"] = str(home / "gitconfig")
    os.environ["GIT_CONFIG_NOSYSTEM"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"
    (home / "gitconfig").touch()


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program, or the test is skipped."""
    return tool("soffice", "libreoffice")


@pytest.fixture(scope="session")
def scalpel() -> Iterator[Any]:
    """docx-scalpel, another program that settles tracked changes, or the test is skipped."""
    if find_spec("docx_scalpel") is None:
        missing("docx-scalpel is not installed")
    import docx_scalpel

    yield docx_scalpel
    docx_scalpel.shutdown_host()


@pytest.fixture(scope="session")
def delegate(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delegate]:
    """A delegate at LibreOffice; skipped where no Python knows LibreOffice's ``uno``."""
    from tests.delegate import Delegate, python_with_uno

    python = python_with_uno(soffice) or missing("LibreOffice's python3-uno is not installed")
    one = Delegate(soffice, python, tmp_path_factory.mktemp("delegate") / "profile")
    yield one
    one.leave()


@pytest.fixture(scope="session")
def chromium() -> str:
    """A Chromium, or the test is skipped."""
    return tool("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's page painter, or the test is skipped."""
    return tool("pdftoppm")


@pytest.fixture(scope="session")
def ssh_keygen() -> str:
    """OpenSSH's key and signature program, or the test is skipped."""
    return tool("ssh-keygen")


@pytest.fixture(scope="session")
def postgres() -> Path:
    """The folder of PostgreSQL's programs (``initdb``, ``pg_ctl``), or the test is skipped."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else Path(tool("initdb")).parent


@pytest.fixture(scope="session")
def _prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clockwork]:
    """One embedded server for a worker, which nobody uses who does not ask for it."""
    from mufakat.runs import Clockwork

    with Clockwork(tmp_path_factory.mktemp("prefect")) as opened:
        opened.wait()
        for name in [name for name in os.environ if name.startswith("PREFECT_")]:
            del os.environ[name]
        yield opened


@pytest.fixture(scope="module")
def clockwork(_prefect: Clockwork) -> Iterator[Clockwork]:
    """Prefect on a server that is up; every other ``Clockwork`` of the module uses it too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_API_URL", _prefect.url)
        yield _prefect


Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def convert(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """``convert(file, "pdf")``: the file as LibreOffice opens it and saves it in that format.

    Each worker has a profile of its own, for LibreOffice lets nobody share one.
    """
    profile = tmp_path_factory.mktemp("libreoffice")

    def run(source: Path, extension: str) -> Path:
        target = tmp_path_factory.mktemp("converted")
        done = subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                extension,
                "--outdir",
                str(target),
                str(source),
            ],
            capture_output=True,
            text=True,
            timeout=SOFFICE_SECONDS,
            check=False,
        )
        written = target / f"{source.stem}.{extension.partition(':')[0]}"
        if not written.is_file():
            pytest.fail(f"LibreOffice wrote nothing: {done.stdout}{done.stderr}")
        return written

    return run


@pytest.fixture(scope="session")
def to_pdf(convert: Convert) -> Callable[[Path], Path]:
    """``to_pdf(docx)``: the PDF that LibreOffice makes of it."""
    return lambda source: convert(source, "pdf")


@pytest.fixture(scope="session")
def page_images(
    pdftoppm: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], tuple[Path, ...]]:
    """``page_images(pdf)``: a picture of each page."""

    def paint(pdf: Path) -> tuple[Path, ...]:
        target = tmp_path_factory.mktemp("pages")
        subprocess.run([pdftoppm, "-png", "-r", "60", str(pdf), str(target / "page")], check=True)
        return tuple(sorted(target.glob("page*.png")))

    return paint
