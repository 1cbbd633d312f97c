"""A lesson in a real browser: read, answered, told without blame, left, and not twice a day; in three ways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Use, Walker, answer, by_pointer, words_of
from mirra.practice.case import Case
from mirra.practice.events import Chose, Opened, StepEnded
from mirra.practice.fold import fold
from mirra.practice.lessons import Due
from mirra.practice.steps import lesson
from mirra.practice.steps.lesson import Lesson, LessonResult
from tests.browser.alone import WAYS, alone, press, sent, to_first
from tests.browser.test_accessible import Looker
from tests.practice.given import CATALOGUE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.usefixtures("brisk")]


def when_to_stop(case: Case) -> Lesson:
    return lesson.dose(case, Due(CATALOGUE.lessons["when_to_stop"], again=False))


def asked_again(case: Case) -> Lesson:
    return lesson.dose(case, Due(CATALOGUE.lessons["when_to_stop"], again=True))


def result_of(site: Site, page: Page, plan: object, use: Use = by_pointer) -> LessonResult:
    Walker(page, use, answers={"Who decides": "I do."}).go(seconds=200)
    events = sent(site, page, use)
    return next(one for one in fold(events, plan).results if isinstance(one, LessonResult))  # type: ignore[arg-type]


@WAYS
def test_a_person_reads_every_page_answers_and_is_told_what_is_right(
    site: Site, launch: Launch, use: Use, profiles: tuple[str, ...]
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop, profiles=profiles)
    looker = Looker(page, session=True)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker = Walker(page, use)
    walker.go(until="Skip this lesson")
    for place in range(4):
        expect(page.get_by_text(f"Page {place + 1} of 4")).to_be_visible()
        page.wait_for_timeout(350)
        use(page, page.get_by_role("button", name="Next", exact=True))
    looker.glance("question")
    answer(page, "I stop moving and look.", use)
    expect(page.get_by_role("heading", level=1)).to_have_text("That is right.")
    use(page, page.get_by_role("button", name="Go on", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Who decides about the end?")
    answer(page, "The screen does.", use)
    expect(page.get_by_role("heading", level=1)).to_have_text("Let us look again.")
    expect(page.get_by_text("I do.")).to_be_visible()
    looker.glance("told")
    use(page, page.get_by_role("button", name="Go on", exact=True))
    walker.go(seconds=200)
    events = sent(site, page, use)
    looker.done(least=2)
    opened = events[0]
    assert isinstance(opened, Opened)
    assert opened.input == use.__name__.removeprefix("by_")
    result = next(one for one in fold(events, plan).results if isinstance(one, LessonResult))
    assert (result.read, result.pages, [one.right for one in result.answers]) == (4, 4, [True, False])
    assert result.outcome == "not_understood"


def test_a_page_can_be_read_again_and_a_reload_goes_on_from_there(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop)
    to_first(page, Walker(page, by_pointer), "Skip this lesson")
    press(page, "Next")
    press(page, "Back")
    expect(page.get_by_text("Page 1 of 4")).to_be_visible()
    press(page, "Next")
    press(page, "Next")
    page.wait_for_timeout(500)
    page.reload()
    press(page, "Go on")
    expect(page.get_by_text("Page 3 of 4")).to_be_visible()
    result = result_of(site, page, plan)
    assert (result.read, len(result.answers)) == (4, 2)


def test_a_lesson_can_be_left_at_once_and_the_session_goes_on(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop)
    to_first(page, Walker(page, by_pointer), "Skip this lesson")
    press(page, "Skip this lesson")
    result = result_of(site, page, plan)
    assert (result.outcome, result.read, result.answers) == ("left", 0, ())


def test_in_a_second_session_of_the_day_the_same_lesson_does_not_come_again(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    assert result_of(site, page, plan).outcome != "not_reached"
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    walker = Walker(page, by_pointer)
    walker.go(seconds=200)
    assert "When to stop" not in walker.seen
    sent(site, page, by_pointer)
    left = [one.outcome for one in site.log() if isinstance(one, StepEnded) and one.step == "lesson"]
    assert sorted(left) == ["done", "skipped"]


def test_who_tires_quickly_is_asked_about_energy_and_has_no_lesson_when_tired(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop, profiles=("fatigue",))
    to_first(page, Walker(page, by_pointer), "Skip this lesson")
    energy = CATALOGUE.questions.energy
    expect(page.get_by_role("heading", level=1)).to_have_text(energy.question.text)
    little = next(choice.text for choice in energy.question.choices if choice.id == energy.shorten)
    page.get_by_role("radio", name=little).click()
    expect(page.get_by_text("Then there is no lesson today.")).to_be_visible()
    press(page, "Go on")
    assert result_of(site, page, plan).outcome == "not_reached"
    assert any(isinstance(one, Chose) and one.choice == energy.shorten for one in site.log())


def test_a_week_later_only_the_questions_come(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, asked_again)
    to_first(page, Walker(page, by_pointer), "Skip this lesson")
    expect(page.get_by_role("heading", level=1)).to_have_text("It hurts. What do you do?")
    expect(page.get_by_text("Do you remember?")).to_be_visible()
    result = result_of(site, page, plan)
    assert (result.again, result.pages, result.outcome) == (True, 0, "understood")


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_it_speaks_the_persons_language_and_is_short_with_aphasia(
    site: Site, launch: Launch, language: str
) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, when_to_stop, profiles=("aphasia",), language=language)
    step = next(one for one in plan.steps if isinstance(one, Lesson))
    said = words_of(language)["session"]
    page.get_by_role("link").first.click()
    page.wait_for_url("**/session.html")
    walker = Walker(page, by_pointer, words=said)
    walker.go(until=said["lesson"]["skip"])
    expect(page.get_by_text(step.pages[0], exact=True)).to_be_visible()
    assert step.pages[0] == CATALOGUE.languages[language].texts["It hurts? Stop moving."]
