import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.at_once import at_once

from mufakat.edges import signing
from mufakat.edges.git import Repository, create, tag_text
from mufakat.procedure.meeting import Party
from mufakat.refusal import Refusal

pytestmark = pytest.mark.usefixtures("ssh_keygen")

CHAIR = Party("The Chair", "chair@talks.example")
NOW = datetime(2026, 1, 16, 3, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    signing.make_key(tmp_path / "chair", CHAIR.email)
    return tmp_path / "chair"


def allowed(key: Path) -> str:
    return signing.allowed_signers({CHAIR.email: signing.public_key(key)})


def test_a_key_is_for_its_owner_s_eyes_only_and_made_once(key: Path) -> None:
    before = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert signing.make_key(key, "other@talks.example") == signing.public_key(key)
    assert key.read_bytes() == before
    assert sorted(p.name for p in key.parent.iterdir()) == ["chair", "chair.pub"]


def test_several_who_make_a_key_at_once_have_the_same(tmp_path: Path) -> None:
    for n in range(10):
        key = tmp_path / f"{n}"
        told = at_once(lambda path: signing.make_key(path, CHAIR.email), *[key] * 3)
        told += [signing.public_key(key), signing.public_key(Path(f"{key}.pub"))]
        assert len({*told}) == 1
        assert signing.signer(b"words", signing.sign(b"words", key), allowed(key)) == CHAIR.email


def test_where_a_key_was_lost_its_public_half_goes_with_it(key: Path) -> None:
    before = signing.public_key(key)
    key.unlink()
    after = signing.make_key(key, CHAIR.email)
    assert signing.public_key(key) == after != before


def test_the_public_half_is_found_without_its_file(key: Path) -> None:
    public = signing.public_key(key)
    Path(f"{key}.pub").unlink()
    assert signing.public_key(key).split()[:2] == public.split()[:2]
    assert signing.fingerprint(public).startswith("SHA256:")


def test_a_signature_names_its_signer_and_holds_for_these_bytes_alone(key: Path) -> None:
    signature = signing.sign(b"the adopted words", key)
    assert signing.signer(b"the adopted words", signature, allowed(key)) == CHAIR.email
    assert signing.signer(b"the adopted word", signature, allowed(key)) == ""
    assert signing.signer(b"the adopted words", signature, allowed(key), signing.TAGS) == ""
    assert signing.sign(b"the adopted words", key) == signature


def test_a_stranger_s_signature_is_nobody_s(key: Path, tmp_path: Path) -> None:
    signing.make_key(tmp_path / "stranger", CHAIR.email)
    signature = signing.sign(b"words", tmp_path / "stranger")
    assert signing.signer(b"words", signature, allowed(key)) == ""
    assert signing.signer(b"words", b"no signature", allowed(key)) == ""


def test_a_file_s_signature_is_checked_by_plain_ssh_keygen(key: Path, tmp_path: Path) -> None:
    (tmp_path / "final.sig").write_bytes(signing.sign(b"words", key))
    (tmp_path / "allowed_signers").write_text(allowed(key))
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "allowed_signers"), "-I", CHAIR.email,
         "-n", "mufakat", "-s", str(tmp_path / "final.sig")],
        input=b"words",
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_tag_is_verified_by_plain_git(key: Path, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "talks.git")
    repository.init()
    target = repository.write_commit({"text.md": b"words"}, [], "Adopt\n", CHAIR, NOW)
    text = tag_text("text/adopted", target, "Adopted by the ministers", CHAIR, NOW)
    tag = repository.write_tag(signing.sign_tag(text, key))
    repository.move([create("refs/tags/text/adopted", tag)])
    (repository.path / "allowed_signers").write_text(allowed(key))
    repository.set("gpg.ssh.allowedSignersFile", "allowed_signers")
    done = subprocess.run(
        ["git", "-C", str(repository.path), "verify-tag", "text/adopted"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f'Good "git" signature for {CHAIR.email}' in done.stderr
    said = repository.check_tag("text/adopted", repository.path / "allowed_signers")
    assert signing.fingerprint(signing.public_key(key)) in said
    assert repository.check() == ()


def test_a_tag_that_was_altered_is_refused(key: Path, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "talks.git")
    repository.init()
    target = repository.write_commit({"text.md": b"words"}, [], "Adopt\n", CHAIR, NOW)
    text = signing.sign_tag(tag_text("text/adopted", target, "Adopted", CHAIR, NOW), key)
    tag = repository.write_tag(text.replace(b"Adopted\n", b"Annulled\n"))
    repository.move([create("refs/tags/text/adopted", tag)])
    (tmp_path / "signers").write_text(allowed(key))
    with pytest.raises(Refusal):
        repository.check_tag("text/adopted", tmp_path / "signers")


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no key at"):
        signing.public_key(tmp_path / "none")
    (tmp_path / "none").write_text("not a key")
    with pytest.raises(Refusal, match="could not be used"):
        signing.sign(b"words", tmp_path / "none")


def test_without_ssh_keygen_the_person_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="ssh-keygen cannot be found") as refusal:
        signing.make_key(tmp_path / "key", CHAIR.email)
    assert "openssh" in refusal.value.hint


def use(key: Path) -> None:
    signing.public_key(key)
    signing.sign(b"words", key)


def refused(key: Path) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        use(key)
    assert "\n" not in refusal.value.error + refusal.value.hint
    return refusal.value


def test_what_is_no_key_is_refused_in_one_line(tmp_path: Path) -> None:
    for name in ("picture.png", "picture.pub"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n\xff")
        assert refused(tmp_path / name).error == f"{tmp_path / name} is not an SSH key."


def test_a_key_that_others_can_read_is_refused_in_one_line(key: Path) -> None:
    key.chmod(0o644)
    assert "chmod 600" in refused(key).hint


@pytest.mark.parametrize("public", [True, False])
def test_a_key_with_a_passphrase_is_refused_and_told_of_the_agent(
    key: Path, public: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-p", "-N", "a secret", "-f", str(key)], check=True)
    if not public:
        Path(f"{key}.pub").unlink()
    without_terminal = subprocess.run

    def run(*args: Any, **given: Any) -> Any:
        return without_terminal(*args, **given, start_new_session=True)

    monkeypatch.setattr(subprocess, "run", run)
    refusal = refused(key)
    assert refusal.error == "The key has a passphrase, which was not given."
    assert "ssh-agent" in refusal.hint
