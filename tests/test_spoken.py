from datetime import timedelta

import pytest

from mufakat.spoken import changes, left


def test_comments_are_acknowledged_beside_the_changes() -> None:
    assert changes({"insertion": 2, "new paragraph": 1}, 2) == (
        "2 insertions, 1 new paragraph and 2 comments"
    )
    assert changes({}, 1) == "no change and 1 comment"
    assert changes({}) == "no change"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=20, hours=5), "20 days left"),
        (timedelta(hours=47), "47 hours left"),
        (timedelta(minutes=119), "119 minutes left"),
        (timedelta(seconds=61), "1 minute left"),
        (timedelta(seconds=5), "0 minutes left"),
        (timedelta(seconds=-1), "which has passed"),
    ],
)
def test_how_long_there_is_left_is_said_in_whole_units(span: timedelta, said: str) -> None:
    assert left(span) == said
