from mufakat.procedure.draft import following, number, preceding, printed


def test_drafts_follow_each_other() -> None:
    drafts = ["zero"]
    while len(drafts) < 12:
        drafts.append(following(drafts[-1]))
    assert drafts[:3] == ["zero", "rev-1", "rev-2"]
    assert [number(draft) for draft in drafts] == list(range(12))
    assert [preceding(draft) for draft in drafts] == ["", *drafts[:-1]]


def test_drafts_are_printed_as_people_name_them() -> None:
    assert [printed(draft) for draft in ("zero", "rev-1", "rev-12")] == [
        "Zero draft",
        "Rev.1",
        "Rev.12",
    ]
