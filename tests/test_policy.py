"""Which source is believed for which property, and in the policy's words why?"""

from __future__ import annotations

import pytest

from graph.claims import PolicyRow, Source
from graph.policy import Policy, Standing

SOURCES = {
    key: Source(key, key, "A publisher", kind, "OGL-3.0", "2013", f"file:{key}", "")
    for key, kind in (("codes", "code-list"), ("directory", "court-directory"))
}
ROWS = {
    "the property by source": PolicyRow("cje:point", 1, "", "codes", "the property by source"),
    "the property by kind": PolicyRow("cje:point", 2, "code-list", "", "the property by kind"),
    "any property by source": PolicyRow("*", 3, "", "codes", "any property by source"),
    "any property by kind": PolicyRow("*", 4, "code-list", "", "any property by kind"),
}


@pytest.mark.parametrize("first", range(4))
def test_which_row_decides_first(first: int) -> None:
    rows = list(ROWS.values())[first:]
    decisive = rows[0]
    policy = Policy(reversed(rows), SOURCES)
    assert policy.standing("cje:point", "codes") == Standing(decisive.rank, decisive.reason)


def test_how_good_is_a_source_of_which_the_policy_is_silent() -> None:
    assert Policy(ROWS.values(), SOURCES).standing("cje:point", "directory") == Standing(
        99, "the policy does not rank it"
    )
    assert Policy((), SOURCES).standing("cje:point", "codes").rank == 99


def test_does_a_row_for_another_property_decide() -> None:
    policy = Policy([ROWS["the property by source"]], SOURCES)
    assert policy.standing("cje:postcode", "codes").rank == 99


def test_does_a_worse_rank_for_the_property_come_before_a_better_one_for_any() -> None:
    rows = [PolicyRow("*", 1, "", "codes", "good"), PolicyRow("cje:point", 7, "", "codes", "coarse")]
    assert Policy(rows, SOURCES).standing("cje:point", "codes") == Standing(7, "coarse")
