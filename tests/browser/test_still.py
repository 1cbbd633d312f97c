"""The picture keeps its place and size from the first look to the last block, and the words beside it stay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mirra.practice import log
from mirra.practice.plan import Block
from mirra.practice.prescription import Prescription
from mirra.practice.programme import plan_for, shortened
from tests.browser.conftest import Launch, Site, enrol, new_page
from tests.browser.looker import WATCH, Looker
from tests.browser.placements import FILMS
from tests.browser.test_own_view import PATIENCE, check
from tests.browser.walker import Walker, by_pointer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
SCREENS = {"phone": (360, 740), "phone, sideways": (740, 360), "tablet": (820, 1180), "laptop": (1280, 800)}

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
    made = plan_for(site.clinic.catalogue, wanted, plan_id="0" * 32, made_at=here)
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
        assert width == SCREENS[screen][0], "the picture is not as wide as the screen"
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


def waits(events: list[log.Event]) -> None:
    """The line never moves within a block: what it is at the block's beginning, it is at its end."""
    line = within = None
    for event in events:
        if isinstance(event, log.ViewChanged):
            assert within is None or event.midline == within, "the line moved during a block"
            line = event.midline
        if isinstance(event, log.StepStarted) and event.step.startswith("block"):
            within = None
        if isinstance(event, log.ExerciseStarted):
            within = line
        if isinstance(event, log.StepStarted) and event.step.startswith("rest"):
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
HIDDEN = """() => {
    const say = document.querySelector(".practice .say");
    return say.scrollHeight - say.clientHeight;
}"""


def test_all_words_of_every_exercise_are_in_sight_without_scrolling(site: Site, launch: Launch) -> None:
    person = site.person(affected="left")
    wanted = Prescription(person=person, condition="stroke", affected="left", limb="hand")
    made = plan_for(site.clinic.catalogue, wanted, plan_id="0" * 32, made_at=datetime.now().astimezone())
    blocks = {step.id: step for step in made.steps if isinstance(step, Block)}
    shown = {one.name for block in blocks.values() for one in block.exercises}
    assert len(shown) >= 3, f"too few exercises in this plan: {shown}"
    short = shortened(made)
    site.short_plan(person, wanted, steps=tuple(blocks.get(step.id, step) for step in short.steps))
    _context, page = new_page(launch(None), viewport={"width": 1280, "height": 800})
    enrol(page, site, person)
    walker = Walker(page, by_pointer, picture="Use a drawn hand")
    walker.start()
    faults: list[str] = []
    seen: set[str] = set()
    while not page.get_by_role("link", name="Back to my page").count() and len(seen) < len(shown):
        if not page.locator(".practice").count():
            walker.once()
            continue
        name = walker.heading()
        for width, height in WIDE:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(50)
            hidden = page.evaluate(HIDDEN)
            if hidden > 0:
                faults.append(f"{name} at {width} x {height}: {hidden} px")
        seen.add(name)
        page.get_by_role("button", name="Next", exact=True).click()
        page.wait_for_timeout(200)
    assert not faults, "\n".join(faults)
