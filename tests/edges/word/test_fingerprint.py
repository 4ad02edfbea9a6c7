"""What a file says about itself is found again, and believed only in its form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mufakat.edges.word.fingerprint import Fingerprint, fingerprint_from

ONE = Fingerprint("joint-statement", "rev-2", "ab12" * 10, "0f" * 32, "issued", "MYS")


def test_it_is_found_in_the_properties() -> None:
    assert fingerprint_from(ONE.properties()) == ONE
    assert fingerprint_from(replace(ONE, delegation="").properties()) == replace(ONE, delegation="")


def test_other_properties_do_not_disturb_it() -> None:
    others = {"instrument": "another", "Company": "x", "mufakat": "y"}
    assert fingerprint_from(others | ONE.properties()) == ONE
    assert fingerprint_from(others) is None


def test_the_identifier_alone_tells_the_base() -> None:
    found = fingerprint_from({}, f" {ONE.identifier()}\n")
    assert found == Fingerprint("joint-statement", "rev-2", "", "0f" * 32, "")


def test_properties_that_are_not_whole_give_way_to_the_identifier() -> None:
    held = ONE.properties() | {"mufakat.digest": "0f"}
    found = fingerprint_from(held, ONE.identifier())
    assert found is not None
    assert (found.digest, found.kind) == (ONE.digest, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mufakat.instrument", "../../etc"),
        ("mufakat.instrument", ""),
        ("mufakat.instrument", "a b"),
        ("mufakat.draft", "rev-0"),
        ("mufakat.draft", "rev-1; rm"),
        ("mufakat.digest", "0F" * 32),
        ("mufakat.digest", "0f" * 31),
    ],
)
def test_what_is_not_well_formed_is_no_fingerprint(name: str, value: str) -> None:
    assert fingerprint_from(ONE.properties() | {name: value}) is None


@pytest.mark.parametrize("identifier", ["", "mufakat:a:zero", "other:a:zero:" + "0f" * 32, "urn:x"])
def test_another_identifier_is_none(identifier: str) -> None:
    assert fingerprint_from({}, identifier) is None


def test_what_is_odd_beside_the_base_is_left_empty() -> None:
    odd = {"mufakat.kind": "poem", "mufakat.commit": "HEAD", "mufakat.delegation": "../MYS"}
    assert fingerprint_from(ONE.properties() | odd) == replace(
        ONE, kind="", commit="", delegation=""
    )


def test_people_read_it_as_one_line() -> None:
    assert ONE.line() == "Rev.2 · commit ab12ab12ab · digest 0f0f0f0f0f0f"
    assert replace(ONE, draft="zero", commit="").line() == "Zero draft · digest 0f0f0f0f0f0f"
