"""The most of a day: no condition's is passed, and the first session always fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mirra.practice.daily import Enough, enough
from mirra.practice.plan import SessionPlan
from tests.practice.given import CATALOGUE, a_plan, plans


def test_the_most_of_a_day_is_that_of_the_sources() -> None:
    doses = {id: (one.dose.day_minutes, one.dose.day_sessions) for id, one in CATALOGUE.conditions.items()}
    assert doses["crps"] == (100, 10)
    assert doses["stroke"] == (60, None)
    assert doses["phantom_limb_pain"] == (30, None)


def test_a_second_half_hour_fits_into_the_day_after_stroke_and_a_third_does_not() -> None:
    dose, half_hour = CATALOGUE.conditions["stroke"].dose, 30 * 60.0
    assert enough(dose, [half_hour], half_hour) is None
    assert enough(dose, [half_hour, half_hour], half_hour) == Enough(of="minutes", most=60)


def test_an_eleventh_session_of_crps_is_one_too_many_however_short_the_ten_were() -> None:
    dose = CATALOGUE.conditions["crps"].dose
    assert enough(dose, [60.0] * 9, 60) is None
    assert enough(dose, [60.0] * 10, 60) == Enough(of="sessions", most=10)


def test_sessions_without_a_mirror_do_not_use_up_the_minutes() -> None:
    assert enough(CATALOGUE.conditions["stroke"].dose, [3600.0], 0) is None


@given(plans())
def test_the_first_session_of_a_day_always_fits(plan: SessionPlan) -> None:
    assert enough(CATALOGUE.conditions[plan.condition].dose, [], plan.viewing) is None


@given(plans(), st.lists(st.floats(0.01, 1), min_size=1, max_size=40))
def test_whatever_is_practised_a_day_never_passes_its_most(plan: SessionPlan, shares: list[float]) -> None:
    dose = CATALOGUE.conditions[plan.condition].dose
    looked: list[float] = []
    for share in shares:
        if enough(dose, looked, plan.viewing):
            break
        looked.append(share * plan.viewing)
    assert sum(looked) <= 60 * dose.day_minutes
    assert dose.day_sessions is None or len(looked) <= dose.day_sessions


def test_every_plan_says_the_most_of_a_day_as_a_rule_with_its_source() -> None:
    for condition in CATALOGUE.conditions:
        rules = {rule.id: rule for rule in a_plan(condition).why}
        assert rules["day"].claim in CATALOGUE.claims, condition
