"""The picture keeps its place and size from the first look to the last block, and the words beside it stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from material.clinic_site import Launch, Site, enrol, new_page
from material.short_session import shortened
from material.walker import Walker, by_pointer, words_of
from mirra.anatomy import Limb
from mirra.catalogue.load import load
from mirra.practice.events import Event, StepStarted, ViewChanged
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.block import Block, Exercise, ExerciseStarted
from mirra.practice.steps.set_up import SetUp
from tests.browser.looker import WATCH, Looker
from tests.browser.placements import FILMS
from tests.browser.test_accessible import SETTLED
from tests.browser.test_languages import offering
from tests.browser.test_own_view import PATIENCE, check

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
CATALOGUE = load()
LANGUAGES = ("en", *CATALOGUE.languages)
SCREENS = {
    "small phone": (360, 640),
    "phone": (360, 740),
    "phone, sideways": (740, 360),
    "tablet": (820, 1180),
    "laptop": (1280, 800),
}

# Ten times a second: where the canvas is, and what the words beside it are while the pacing cue runs.
SAMPLE = """(() => {
    const all = [];
    const look = () => {
        const canvas = document.querySelector("canvas");
        if (!canvas) return;
        const { x, y, width, height } = canvas.getBoundingClientRect();
        const say = document.querySelector(".practice .say");
        const top = say?.querySelector("p")?.getBoundingClientRect();
        const area = say?.getBoundingClientRect();
        all.push({
            at: [x, y, width, height],
            practice: document.querySelector(".practice") !== null,
            seen: getComputedStyle(canvas).visibility === "visible",
            moving: document.querySelector(".pace") !== null,
            heading: document.querySelector("h1")?.innerText ?? "",
            words: say?.innerText ?? "",
            inside: !top || (top.top >= area.top - 1 && top.bottom <= area.bottom + 1 && area.bottom <= innerHeight),
        });
    };
    setInterval(look, 100);
    window.addEventListener("load", () => {});
    Object.defineProperty(window, "samples", { value: all });
})();"""


def walk(
    site: Site, launch: Launch, folder: Path, size: tuple[int, int]
) -> tuple[Looker, list[dict[str, Any]]]:
    """A whole session of two blocks on a screen of this size, before a hand that moves over the table."""
    filmed = FILMS["lying, camera before me"]
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    here = datetime.now().astimezone()
    made = plan_for(site.clinic.catalogue, wanted, Today(plan_id="0" * 32, made_at=here))
    plan = site.short_plan(person, wanted, steps=shortened(made, blocks=2).steps)
    browser = launch(filmed.film.write(folder / "placed.y4m"))
    _context, page = new_page(browser, viewport={"width": size[0], "height": size[1]})
    page.add_init_script(WATCH + SAMPLE)
    enrol(page, site, person)
    looker = Looker(site, page, plan)
    looker.open()
    walker = Walker(page, by_pointer)
    walker.go(until="In front of me")
    looker.place("facing")
    expect(check(looker, "Your own view")).to_contain_text("good", timeout=PATIENCE)
    looker.leave_set_up()
    walker.go(until="Back to my page", seconds=300)
    samples = page.evaluate("samples")
    first = next(k for k, one in enumerate(samples) if one["practice"])
    last = max(k for k, one in enumerate(samples) if one["practice"])
    return looker, samples[first : last + 1]


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize("screen", SCREENS)
def test_the_picture_stays_where_it_is_through_a_whole_session(
    site: Site, launch: Launch, tmp_path: Path, screen: str
) -> None:
    looker, samples = walk(site, launch, tmp_path, SCREENS[screen])
    seen = [one for one in samples if one["seen"]]
    assert len(seen) > 50, f"the picture was hardly seen: {len(seen)} of {len(samples)}"
    places = {tuple(one["at"]) for one in samples}
    assert len(places) == 1, f"the picture moved: {places}"
    (_, _, width, height) = places.pop()
    assert height > 0.3 * SCREENS[screen][1], "the picture is small"
    if SCREENS[screen][0] < SCREENS[screen][1]:
        # On a small phone the words need some of the height that the whole width would take.
        least = 0.9 if screen == "small phone" else 1
        assert width >= least * SCREENS[screen][0], "the picture is not as wide as the screen"
    stays(looker, [one for one in samples if one["moving"]])
    waits(looker.log())
    looker.page.context.close()


def stays(looker: Looker, moving: list[dict[str, Any]]) -> None:
    """What to do stands there, in sight, all the time while one moves."""
    exercises = {
        one.name: one for step in looker.plan.steps if isinstance(step, Block) for one in step.exercises
    }
    assert moving, "no pacing cue was seen"
    for one in moving:
        exercise = exercises[one["heading"]]
        for sentence in (exercise.wording, *exercise.instruction):
            assert sentence in one["words"], f"{sentence!r} is gone while moving"
        assert one["inside"], f"what to do is out of sight in {one['heading']!r}"


def waits(events: list[Event]) -> None:
    """The line never moves within a block: what it is at the block's beginning, it is at its end."""
    line = within = None
    for event in events:
        if isinstance(event, ViewChanged):
            assert within is None or event.midline == within, "the line moved during a block"
            line = event.midline
        if isinstance(event, StepStarted) and event.step.startswith("block"):
            within = None
        if isinstance(event, ExerciseStarted):
            within = line
        if isinstance(event, StepStarted) and event.step.startswith("rest"):
            within = None


def test_words_for_a_phone_held_upright(site: Site, launch: Launch, film: Path) -> None:
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    plan = site.short_plan(person, wanted)
    _context, page = new_page(launch(film), viewport={"width": 360, "height": 740})
    page.add_init_script(WATCH)
    enrol(page, site, person)
    looker = Looker(site, page, plan)
    looker.open()
    Walker(page, by_pointer).go(until="Above the table")
    looker.place("above")
    advice = page.get_by_text("Turned sideways, your phone shows it larger.")
    expect(advice).to_be_visible()
    page.set_viewport_size({"width": 740, "height": 360})
    expect(advice).to_be_hidden()


WIDE = (
    (1024, 768),
    (1100, 720),
    (1180, 820),
    (1280, 720),
    (1280, 800),
    (1366, 650),
    (820, 1180),
    (1920, 1080),
)
UPRIGHT = ((360, 640), (360, 740), (390, 844), (768, 1024))
# What of the words beside the picture is not wholly seen; and whether the page itself can be moved, or Stop is cut off.
HIDDEN = """() => {
    const say = document.querySelector(".practice .say").getBoundingClientRect();
    const stop = document.querySelector(".stop").getBoundingClientRect();
    const found = [];
    for (const line of document.querySelectorAll(".practice h1, .practice .say p")) {
        const range = document.createRange();
        range.selectNodeContents(line);
        const area = line.tagName === "H1" ? { top: 0, bottom: say.top } : say;
        const seen = ({ left, top, right, bottom }) => left >= -1 && right <= innerWidth + 1
            && top >= area.top - 1 && bottom <= Math.min(area.bottom, stop.top) + 1;
        const boxes = [...range.getClientRects()];
        if (!boxes.length || !boxes.every(seen)) found.push(line.innerText);
    }
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight + 1) found.push("the page can be moved");
    if (stop.top < 0 || stop.bottom > innerHeight) found.push("Stop is cut off");
    return found;
}"""


def length(one: Exercise) -> int:
    """How much there is to read."""
    return len(" ".join((one.wording, *one.instruction, one.caution)))


def wordy(prescription: Prescription) -> SessionPlan:
    """A look and one block of this session, with the exercises that have most words of all plans in its language."""
    catalogue, here = CATALOGUE, datetime.now().astimezone()
    found: dict[str, Exercise] = {}
    limbs: tuple[Limb, ...] = ("hand", "foot")
    for condition, limb, done in product(("stroke", "phantom_limb_pain"), limbs, (0, 8, 20)):
        other = replace(prescription, condition=condition, limb=limb)
        plan = plan_for(catalogue, other, Today(plan_id="0" * 32, made_at=here, done=done))
        blocks = [step for step in plan.steps if isinstance(step, Block)]
        for one in (one for block in blocks for one in block.exercises):
            found[one.id] = max(one, found.get(one.id, one), key=length)
    longest = sorted(found.values(), key=length)[-5:]
    asked = tuple(one.model_copy(update={"repetitions": 40}) for one in longest)
    made = shortened(plan_for(catalogue, prescription, Today(plan_id="0" * 32, made_at=here)), look=120)
    steps = [step for step in made.steps if step.kind in ("set_up", "look", "block", "summary")]
    block = next(step for step in steps if isinstance(step, Block)).model_copy(update={"exercises": asked})
    kept = {step.kind: block if isinstance(step, Block) else step for step in steps}
    return made.model_copy(update={"steps": tuple(kept.values())})


@pytest.mark.parametrize("profiles", [(), ("large_text",)], ids=["usual text", "large text"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_beside_the_picture_are_in_sight_without_scrolling(
    site: Site, launch: Launch, language: str, profiles: tuple[str, ...]
) -> None:
    offering(site, *dict.fromkeys(("en", language)))
    person, said = site.person(affected="left"), words_of(language)["session"]
    _context, page = new_page(launch(None), viewport={"width": 1280, "height": 800})
    wanted = Prescription(person, "stroke", "left", "hand", language=language, profiles=profiles)
    plan = wordy(wanted)
    enrol(page, site, person)
    site.short_plan(person, wanted, steps=plan.steps)
    page.reload()
    page.wait_for_load_state("networkidle")
    faults: list[str] = []
    seen: list[str] = []

    def look(state: str) -> None:
        seen.append(state)
        for width, height in (*UPRIGHT, *WIDE) if language == "en" and not profiles else UPRIGHT:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(60)
            page.evaluate(SETTLED)
            faults.extend(f"{state} at {width} x {height}: {one!r}" for one in page.evaluate(HIDDEN))

    walker = Walker(page, by_pointer, words=said)
    page.locator('a[href$="session.html"]').click()
    page.wait_for_url("**/session.html")
    place = next(step for step in plan.steps if isinstance(step, SetUp)).placements[0].text
    page.get_by_role("button", name=place).click()
    page.get_by_role("button", name=said["setUp"]["drawn"]).click()
    while not page.locator(".practice").count():
        walker.once()
    look("look")
    page.get_by_role("button", name=said["next"], exact=True).click()
    blocks = [step for step in plan.steps if isinstance(step, Block)]
    for one in blocks[0].exercises:
        expect(page.get_by_role("heading", level=1)).to_have_text(one.name)
        look(f"{one.name}, before")
        page.get_by_role("button", name=said["startNow"]).click()
        look(f"{one.name}, moving")
        page.get_by_role("button", name=said["next"], exact=True).click()
    assert len(seen) == 11, f"not every exercise was seen: {seen}"
    assert not faults, "\n".join(faults)
