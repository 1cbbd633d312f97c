"""How few taps lead from the person's page to their mirror, and that nobody is taken on against their will."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.walker import Walker, answer, by_keyboard, by_pointer
from mirra.practice.events import Answered, StepEnded
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.set_up import SetUp
from mirra.practice.terms import LatencyLimits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


DESCRIBED = """(group) => group.getAttribute("aria-describedby").split(" ")
    .map((id) => document.getElementById(id).innerText)"""


@dataclass
class Taps:
    """A person who taps, and how often."""

    page: Page
    taps: int = 0

    def tap(self, control: Locator) -> None:
        control.click()
        self.taps += 1

    def radio(self, choice: str) -> None:
        self.page.wait_for_timeout(350)
        self.tap(self.page.get_by_role("radio", name=choice, exact=True))

    def check_in(self, plan: SessionPlan) -> None:
        """From the person's page through all questions, each answered by one tap."""
        self.tap(self.page.get_by_role("link", name="session"))
        for step in plan.steps:
            for question in step.questions if isinstance(step, CheckIn) else ():
                expect(self.page.get_by_role("heading", level=1)).to_have_text(question.text)
                self.radio("1")


def given(site: Site, but: Collection[str] = (), **change: Any) -> tuple[str, SessionPlan]:
    """A person and their session in little, without the steps of the kinds ``but``."""
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    if but:
        whole = site.short_plan(person, wanted)
        change["steps"] = tuple(step for step in whole.steps if step.kind not in but)
    return person, site.short_plan(person, wanted, **change)


def set_up_of(plan: SessionPlan) -> SetUp:
    return next(step for step in plan.steps if isinstance(step, SetUp))


def back_home(page: Page) -> None:
    Walker(page, by_pointer).go()
    page.get_by_role("link", name="Back to my page").click()
    page.get_by_role("link", name="session").wait_for()


def mirror_is_live(page: Page) -> None:
    """Both halves are on the canvas, which fills the place of the picture."""
    expect(page.locator("canvas")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your picture", timeout=15_000)


def test_five_taps_lead_to_two_hands_at_the_first_time_and_to_practice_at_the_second(
    site: Site, launch: Launch, film: Path
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(film), viewport={"width": 360, "height": 740})
    enrol(page, site, person)
    first = Taps(page)
    first.check_in(plan)
    first.tap(page.get_by_role("button", name=set_up_of(plan).placements[1].text))
    mirror_is_live(page)
    assert first.taps <= 5, f"the first time it takes {first.taps} taps to see two hands"
    first.tap(page.get_by_role("button", name="Yes", exact=True))
    expect(page.locator(".practice")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="End the session").click()
    back_home(page)
    again = Taps(page)
    again.check_in(plan)
    mirror_is_live(page)
    assert again.taps <= 4, f"the second time it takes {again.taps} taps to see two hands"
    again.tap(page.get_by_role("button", name="Yes", exact=True))
    expect(page.locator(".practice")).to_be_visible()
    assert again.taps <= 5, f"the second time it takes {again.taps} taps to practise"


def test_arrow_keys_and_digits_choose_and_wait_while_a_pressed_answer_goes_on(
    site: Site, launch: Launch
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    questions = next(step for step in plan.steps if isinstance(step, CheckIn)).questions
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(questions[0].text)
    page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowRight", "End", "7"):
        page.keyboard.press(key)
    page.wait_for_timeout(1000)
    expect(heading).to_have_text(questions[0].text)
    expect(page.get_by_role("radio", checked=True)).to_have_text("7")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(questions[1].text)
    answer(page, "3", by_keyboard)
    expect(heading).to_have_text(questions[2].text)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("radio", checked=True)).to_have_text("3")
    advice = page.get_by_role("radiogroup").evaluate(DESCRIBED)
    assert "Your answer opens the next screen. You can go back." in advice, (
        "a screen reader is not told what a press does"
    )


def test_a_trembling_second_press_does_not_answer_the_next_question(site: Site, launch: Launch) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(None))
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    questions = next(step for step in plan.steps if isinstance(step, CheckIn)).questions
    page.wait_for_timeout(500)
    radio = page.get_by_role("radio", name="4", exact=True)
    box = radio.bounding_box()
    assert box is not None
    for _ in range(4):  # 120 ms apart, so that the second question comes up under the finger
        page.mouse.click(box["x"] + 10, box["y"] + 10)
        page.wait_for_timeout(120)
    page.wait_for_timeout(700)
    expect(page.get_by_role("heading", level=1)).to_have_text(questions[1].text)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_last_answer_can_be_corrected_from_the_set_up_and_counts(
    site: Site, launch: Launch, film: Path
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(film))
    enrol(page, site, person)
    taps = Taps(page)
    taps.check_in(plan)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the camera?")
    page.get_by_role("button", name="Back", exact=True).click()
    answer(page, "6")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is the camera?")
    back_home(page)
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    last = next(step for step in plan.steps if isinstance(step, CheckIn)).questions[-1].id
    given_answers = [
        (event.step, event.value)
        for event in site.log()
        if isinstance(event, Answered) and event.question == last
    ]
    assert given_answers == [("check_in", 1), ("check_in", 6)]


def test_whether_the_picture_is_clear_is_asked_with_the_picture_there(
    site: Site, launch: Launch, film: Path
) -> None:
    person, plan = given(site)
    _context, page = new_page(launch(film))
    enrol(page, site, person)
    Taps(page).check_in(plan)
    page.get_by_role("button", name=set_up_of(plan).placements[0].text).click()
    question = set_up_of(plan).questions[0]
    expect(page.get_by_text(question.text)).to_be_visible(timeout=15_000)
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text(question.choices[1].stops)).to_be_visible()
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("heading", name="Session not started")).to_be_visible()


@pytest.mark.parametrize(("green", "shown"), [(100, False), (1, True)], ids=["quick", "slow"])
def test_the_delay_is_spoken_of_only_when_it_is_over_the_limit(
    site: Site, launch: Launch, film: Path, green: int, shown: bool
) -> None:
    limits = site.clinic.catalogue.limits.latency.model_copy(update={"green": green})
    person, plan = given(site, latency=LatencyLimits.model_validate(limits.model_dump()))
    _context, page = new_page(launch(film))
    enrol(page, site, person)
    Taps(page).check_in(plan)
    page.get_by_role("button", name=set_up_of(plan).placements[0].text).click()
    mirror_is_live(page)
    page.wait_for_timeout(1500)  # some frames are timed
    page.get_by_role("button", name="Yes", exact=True).click()
    if shown:
        expect(page.get_by_role("heading", level=1)).to_have_text("Is the picture fast enough?")
        page.get_by_role("button", name="Go on").click()
    expect(page.locator(".practice")).to_be_visible()
    assert page.get_by_role("button", name="Measure the whole delay").count() == 0


def test_the_statements_are_explained_may_be_skipped_and_are_not_asked_again_within_a_week(
    site: Site, launch: Launch, film: Path
) -> None:
    person, plan = given(site, but={"block", "rest"})
    step = next(step for step in plan.steps if isinstance(step, Embodiment))
    _context, page = new_page(launch(film))
    enrol(page, site, person)
    asked = []
    for way in ("skip", "answer", "again"):
        walker = Walker(page, by_pointer)
        walker.start()
        if way == "skip":
            walker.go(until="Skip these questions")
            expect(page.get_by_text(step.explanation)).to_be_visible()
            page.get_by_role("button", name="Skip these questions").click()
            expect(page.get_by_text(step.explanation)).to_have_count(0)
        walker.go()
        asked.append(step.items[0].text in walker.seen)
        page.get_by_role("link", name="Back to my page").click()
        page.get_by_role("link", name="session").wait_for()
    expect(page.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    assert asked == [True, True, False], f"the statements were asked {asked}"
    in_order = sorted(site.log(), key=lambda event: event.wall)
    ended = [event.outcome for event in in_order if isinstance(event, StepEnded) and event.step == step.id]
    assert ended == ["skipped", "done", "skipped"]


PHONES: tuple[ViewportSize, ...] = ({"width": 360, "height": 640}, {"width": 390, "height": 844})
# How far the question lies above its first answer (px), and whether all answers are on the screen and uncovered.
PLACED = """() => {
    const heading = document.querySelector("h1").getBoundingClientRect();
    const radios = [...document.querySelectorAll('[role="radio"]')].map((one) => one.getBoundingClientRect());
    const bar = document.querySelector("footer").getBoundingClientRect();
    return {
        gap: radios[0].top - heading.bottom,
        above: heading.top,
        below: bar.top - Math.max(...radios.map((one) => one.bottom)),
        covered: [...document.querySelectorAll('[role="radio"]')].some((one) => {
            const { left, top, width, height } = one.getBoundingClientRect();
            return document.elementFromPoint(left + width / 2, top + height / 2) !== one;
        }),
    };
}"""


def test_answers_stand_next_to_their_question_on_a_phone(site: Site, launch: Launch, film: Path) -> None:
    person, _plan = given(site, but={"block", "rest"})
    _context, page = new_page(launch(film), viewport=PHONES[0])
    enrol(page, site, person)
    far: list[str] = []
    seen: set[str] = set()

    def look(heading: str) -> None:
        if page.get_by_role("radio").count() == 0:
            return
        seen.add(heading)
        for size in PHONES:
            page.set_viewport_size(size)
            placed = page.evaluate(PLACED)
            if placed["gap"] > 100 or placed["above"] < 0 or placed["below"] < 0 or placed["covered"]:
                far.append(f"{heading} at {size}: {placed}")

    walker = Walker(page, by_pointer, looked=look)
    walker.start()
    walker.go()
    assert len(seen) >= 10, f"hardly a question was seen: {seen}"
    assert not far, "\n".join(far)
