"""What is spoken in a session, compared with the plan's words; and what takes its place where nothing can speak."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.walker import Walker, answer, by_pointer
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.block import Block, Exercise
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.check_out import CheckOut
from mirra.practice.steps.look import Look
from mirra.practice.steps.set_up import SetUp
from mirra.practice.steps.summary import Summary

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
STAND_IN = (Path(__file__).parent / "voice.js").read_text(encoding="utf-8")
HERE = {"name": "here", "lang": "en-GB", "localService": True}
AWAY = {"name": "away", "lang": "en-US", "localService": False}
GERMAN = {"name": "deutsch", "lang": "de-DE", "localService": True}


class Heard:
    """What a page said and sounded."""

    def __init__(self, page: Page, voices: Iterable[dict[str, Any]], fails: str = "") -> None:
        self.lines: list[str] = []
        self.names: set[str] = set()
        self.rates: list[float] = []
        self.tones = 0
        page.add_init_script(f"({STAND_IN})({json.dumps({'voices': list(voices), 'fails': fails})})")
        page.on("console", self._told)

    def _told(self, message: ConsoleMessage) -> None:
        if message.text.startswith("SPOKEN "):
            line, name, rate = json.loads(message.text.removeprefix("SPOKEN "))
            self.lines.append(line)
            self.names.add(name)
            self.rates.append(rate)
        self.tones += message.text == "TONE"


def at_the_glass(site: Site, page: Page) -> SessionPlan:
    """A person whose plan is for a glass mirror, on the first question of their session in little."""
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand", picture="glass")
    whole = site.short_plan(person, wanted)
    steps = tuple(step for step in whole.steps if step.kind not in {"embodiment", "rest"})
    plan = site.short_plan(person, wanted, steps=steps)
    enrol(page, site, person)
    page.get_by_role("link", name="session").click()
    page.wait_for_url("**/session.html")
    return plan


def counted(exercise: Exercise) -> tuple[str, str]:
    """The words of one repetition, out and back."""
    assert exercise.count is not None, f"{exercise.id} is counted with numbers only"
    return exercise.count.out, exercise.count.back


def words_of(plan: SessionPlan) -> list[str]:
    """What the plan has to say, in its order, and the count of its exercise."""
    told: list[str] = []
    for step in plan.steps:
        match step:
            case CheckIn():
                for question in step.questions:
                    told += [question.text, f"{question.low} {question.low_words}"]
            case SetUp():
                told += [*step.before, *step.glass, *(question.text for question in step.questions)]
            case Look():
                told += [step.title, step.instruction]
            case Block():
                (exercise,) = step.exercises
                told += [exercise.name, exercise.wording, *exercise.instruction]
                told += [word for _ in range(exercise.repetitions) for word in counted(exercise)]
            case CheckOut():
                told += [*(question.text for question in step.questions), step.adverse_title, step.note_title]
            case Summary():
                told += [step.title, step.thanks]
            case _:
                pass
    return told


def test_every_line_of_a_session_at_the_glass_is_spoken_in_its_order_and_counted_with_the_tempo(
    site: Site, launch: Launch
) -> None:
    _context, page = new_page(launch(None))
    heard = Heard(page, [AWAY, GERMAN, HERE])
    plan = at_the_glass(site, page)
    Walker(page, by_pointer, picture="Use a glass mirror").go()
    rest = iter(heard.lines)
    missing = [line for line in words_of(plan) if line not in rest]
    assert not missing, f"not spoken, or not in this order: {missing}; spoken were {heard.lines}"
    assert heard.names == {"here"}, "a voice of a server, or of another language, was given words"
    assert heard.tones == 0, "tones sound under the voice"


def test_the_words_beside_the_bar_are_those_that_the_voice_counts_with(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = at_the_glass(site, page)
    Walker(page, by_pointer, picture="Use a glass mirror").go(until="Start now")
    page.get_by_role("button", name="Start now").click()
    first = next(step for step in plan.steps if isinstance(step, Block)).exercises[0]
    for word in counted(first):
        expect(page.locator(".pace span")).to_have_text(word, timeout=20_000)


@pytest.mark.parametrize(
    ("voices", "fails", "told"),
    [
        ([], "", "This device has no voice."),
        ([GERMAN], "", "This device has no voice."),
        ([AWAY], "", "The voices here need the internet."),
        ([HERE], "synthesis-failed", "This device has no voice."),
    ],
    ids=["none", "other language", "only of a server", "failing"],
)
def test_without_a_voice_of_this_device_tones_lead_and_that_is_said(
    site: Site, launch: Launch, voices: list[dict[str, Any]], fails: str, told: str
) -> None:
    _context, page = new_page(launch(None))
    heard = Heard(page, voices, fails)
    plan = at_the_glass(site, page)
    walker = Walker(page, by_pointer, picture="Use a glass mirror")
    walker.go(until="Yes")
    expect(page.get_by_text(told)).to_be_visible()
    walker.go(until="Nothing unpleasant")
    repetitions = sum(
        one.repetitions for step in plan.steps if isinstance(step, Block) for one in step.exercises
    )
    assert heard.tones == 2 * repetitions, "not every movement has its two tones"
    assert len(heard.lines) == (1 if fails else 0), f"this was given to a voice: {heard.lines}"


def test_the_voice_is_chosen_and_its_rate_remembered_on_the_device(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    heard = Heard(page, [HERE])
    plan = at_the_glass(site, page)
    button = page.get_by_role("button", name="Sound:")
    for mode in ("voice", "slow voice", "off", "tones", "voice", "slow voice"):
        expect(button).to_have_text(f"Sound: {mode}")
        button.click()
    expect(button).to_have_text("Sound: off")
    before = len(heard.lines)
    answer(page)
    page.wait_for_timeout(300)
    assert len(heard.lines) == before, "it speaks although it is off"
    for _ in range(3):
        button.click()
    page.reload()
    page.get_by_role("button", name="Go on").click()
    expect(button).to_have_text("Sound: slow voice")
    page.wait_for_timeout(500)
    first = plan.steps[0]
    assert isinstance(first, CheckIn)
    assert heard.lines[-1].endswith(first.questions[1].high_words)
    assert heard.rates[-1] == pytest.approx(0.7)


def test_the_sound_is_chosen_at_the_picture_too_and_while_looking(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    Heard(page, [HERE])
    person = site.person()
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    site.short_plan(person, wanted)
    enrol(page, site, person)
    walker = Walker(page, by_pointer, picture="Use a drawn hand")
    walker.start()
    button = page.get_by_role("button", name="Sound:")
    for screen in ("Yes", "More time"):
        walker.go(until=screen)
        before = button.inner_text()
        button.click()
        expect(button).not_to_have_text(before)


def test_what_is_left_of_the_browsers_speech_gives_no_words_to_a_server(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    heard = Heard(page, [AWAY])
    page.goto(f"{site.address}/session.html")
    told = page.evaluate(
        "() => new Promise((tell) => localSpeech.say('a secret', 'en', 1, tell)).then((told) => [told, "
        "typeof speechSynthesis, typeof SpeechSynthesisUtterance, Object.isFrozen(localSpeech)])"
    )
    assert told == ["none", "undefined", "undefined", True]
    assert heard.lines == []


def test_stop_is_red_in_the_dark_too(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    at_the_glass(site, page)
    stop = page.get_by_role("button", name="Stop", exact=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours = stop.evaluate(
            "(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
            ".map((text) => text.match(/\\d+/g).slice(0, 3).map(Number))"
        )
        (red, green, blue), text = colours
        assert red > 2 * max(green, blue), f"Stop is not red in the {scheme}: {colours}"
        assert contrast((red, green, blue), text) >= 7, f"Stop cannot be read well in the {scheme}: {colours}"


def contrast(one: Iterable[int], other: Iterable[int]) -> float:
    """The contrast of two sRGB colours, by WCAG."""

    def light(colour: Iterable[int]) -> float:
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
