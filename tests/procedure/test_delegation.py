import pytest

from mufakat.procedure.delegation import Delegation, Roster
from mufakat.refusal import Refusal

ROSTER = Roster(
    (
        Delegation("KHM", "Cambodia"),
        Delegation("MYS", "Malaysia"),
        Delegation("MMR", "Myanmar"),
        Delegation("VNM", "Viet Nam"),
    )
)


def test_delegations_are_always_named_in_roster_order() -> None:
    assert ROSTER.order(["VNM", "KHM", "VNM", "XXX"]) == ("KHM", "VNM")
    assert ROSTER.only(["VNM", "MYS"]).codes == ("MYS", "VNM")


@pytest.mark.parametrize("name", ["MYS", "mys", "Malaysia", " malaysia "])
def test_a_delegation_is_found_by_code_or_name(name: str) -> None:
    assert ROSTER.find(name).code == "MYS"


@pytest.mark.parametrize(
    ("name", "near"), [("MYR", "MYS"), ("Malasia", "Malaysia"), ("ZZZ", "KHM, MYS, MMR and VNM")]
)
def test_an_unknown_delegation_is_refused_with_the_nearest_names(name: str, near: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ROSTER.find(name)
    assert name in refusal.value.error
    assert near in refusal.value.hint
