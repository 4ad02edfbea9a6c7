from mufakat.spoken import changes


def test_comments_are_acknowledged_beside_the_changes() -> None:
    assert changes({"insertion": 2, "new paragraph": 1}, 2) == (
        "2 insertions, 1 new paragraph and 2 comments"
    )
    assert changes({}, 1) == "no change and 1 comment"
    assert changes({}) == "no change"
