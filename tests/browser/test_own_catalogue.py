"""A clinic's own folder of content: a new condition, exercise, gate and lesson, from the form to print and document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from material.clinic_site import Launch, Site, enrol, new_page, serving
from material.walker import Walker, by_pointer
from mirra.catalogue.document import document
from mirra.clinic import plans, today
from mirra.clinic.tables import Person
from mirra.practice.steps.block import Block
from mirra.practice.steps.lesson import Lesson
from tests.browser.printed import printed
from tests.browser.test_accessible import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CLAIM = """
[[claims]]
id = "Z01"
claim = "Thumbs can be practised before a mirror"
evidence = "None: made up for a test"
verdict = "unknown"
citation = "none"
provenance = "own"
say = "Nothing is known of this"
"""
EXERCISE = """
id = "thumb_up"
name = "Thumb up"
limbs = ["hand"]
joint = "thumb"
size = "small"
kind = "basic"
instruction = ["Lift your thumb, then lower it."]
one_sided = "Move only your {intact} thumb."
two_sided = "Move both thumbs alike."
alone = "Move your {intact} thumb."
repetitions = 15
tempo = 4.0
caution = ""
claim = "Z01"
source = "own"
provenance = "own"
"""
CONDITION = """
id = "stiff_hand"
name = "Stiff hand"
note = "A condition of our own."
evidence = "no graded evidence"
limbs = ["hand"]
view = "mirror"
movement = "one_sided"
without = [{others}]

[dose]
minutes = 10
minutes_low = 5
minutes_high = 20
minutes_severe = 5
day_minutes = 20
look = 60
look_only = 120
block = 120
block_low = 120
block_high = 180
rest = 45
repetitions_low = 5

[[stages]]
id = "small"
from_done = 0
sizes = ["small"]
kinds = ["basic"]

[[reviews]]
after = 6
text = "Look back on six sessions."
claim = "Z01"
source = "own"
provenance = "own"

[[rules]]
id = "unknown"
plain = "Nothing is known of this."
text = "No source: a condition of our own."
claim = "Z01"
source = "own"
provenance = "own"
"""
PROGRAMME = """
id = "thumbs_first"
name = "Thumbs first"
note = "A programme of our own."
conditions = ["stiff_hand"]
away = 7
welcome = "Welcome back."
welcome_moved = "Welcome back."
chosen = "Your therapist has chosen this stage."

[[stages]]
id = "sides"
name = "Sides"
told = "You say which side you see."
moved = "You begin with pictures."
practise = ["judgement"]
days = 5
sessions = 3

[stages.gate]
days = 5
practised = 2

[[stages.gate.needs]]
measure = "judgement_accuracy"
at_least = 0.93
claim = "Z01"
source = "own"
provenance = "own"

[[stages]]
id = "mirror"
name = "Thumbs"
told = "You lift your thumb."
moved = "Your answers were right."
practise = ["mirror"]
days = 5
sessions = 3

[[rules]]
id = "thumbs"
plain = "Pictures come first. Then comes your thumb."
text = "Our own order."
claim = "Z01"
source = "own"
provenance = "own"
"""

LESSON = """
id = "our_thumbs"
kind = "when_to_stop"
place = 1
title = "What thumbs do"
conditions = ["stiff_hand"]

[[pages]]
text = "Your thumb can lift. Then it rests."
aphasia = "Your thumb lifts."
source = "own"
provenance = "own"

[[questions]]
id = "thumb"
text = "What can your thumb do?"
options = [
    { id = "lift", text = "It can lift." },
    { id = "nothing", text = "It can do nothing." },
]
right = "lift"
explanation = "Your thumb can lift."
source = "own"
provenance = "own"
"""


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A clinic with a condition, an exercise, a claim, a programme and a lesson of its own."""
    built_in = Path(__file__).parents[2] / "src/mirra/catalogue/exercises"
    others = ", ".join(f'"{file.stem}"' for file in sorted(built_in.glob("*.toml")))
    ours = {
        "evidence/ours.toml": CLAIM,
        "exercises/thumb_up.toml": EXERCISE,
        "conditions/stiff_hand.toml": CONDITION.replace("{others}", others),
        "programmes/thumbs_first.toml": PROGRAMME,
        "lessons/our_thumbs.toml": LESSON,
    }
    for name, text in ours.items():
        file = tmp_path / "ours" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with serving(tmp_path, catalogue=tmp_path / "ours") as running:
        yield running


def test_a_new_condition_exercise_and_gate_are_in_form_plan_page_print_and_document(
    own_site: Site, page: Page, launch: Launch
) -> None:
    site = own_site
    site.therapist()
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/new")
    expect(page.get_by_label("Condition").get_by_role("option", name="Stiff hand")).to_have_count(1)

    person = site.person(condition="stiff_hand")
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Programme").select_option("Thumbs first")
    expect(page.get_by_text("A programme of our own.")).to_be_visible()
    expect(page.get_by_label("Thumb up")).to_have_count(1)
    page.get_by_label("Mirror", exact=True).select_option("glass mirror")
    page.get_by_label("Reason for the change").fill("Ours")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.get_by_role("heading", name="Thumbs first: stage 1 of 2, Sides")).to_be_visible()
    expect(page.get_by_text("Correct answers on the worse side: at least 93 %.")).to_be_visible()
    page.get_by_text("Review points: 0 sessions before the mirror done").click()
    expect(page.get_by_text("After 6 sessions (not reached). Look back on six sessions.")).to_be_visible()

    _context, own = new_page(launch(None))
    enrol(own, site, person)
    expect(own.get_by_role("region", name="Today's session")).to_contain_text(
        "Stage 1 of 2: Sides. You say which side you see."
    )
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Stage", exact=True).select_option("go to: Thumbs")
    page.get_by_label("Reason for the change").fill("Ready")
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.get_by_role("heading", name="stage 2 of 2, Thumbs")).to_be_visible()

    with site.clinic.store.writing() as db:
        here = site.clinic.now().astimezone()
        plan = today.plan_of_day(db, site.clinic.catalogue, db.get_one(Person, person), here)
        asked = plans.prescription(plans.in_force(db, person))
    blocks = [step for step in plan.steps if isinstance(step, Block)]
    assert {one.name for block in blocks for one in block.exercises} == {"Thumb up"}
    assert "Z01" in {rule.claim for rule in plan.why}

    site.short_plan(person, asked)
    own.reload()
    read: list[str] = []
    walker = Walker(own, by_pointer, looked=lambda _: read.append(own.inner_text("main")))
    walker.start()
    walker.go()
    assert any("Lift your thumb, then lower it." in text for text in read)

    page.get_by_role("link", name="Print the plan for the wall").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
    assert not printed(page, "A4").lacks("Stiff hand", "Thumb up", "Lift your thumb, then lower it.")

    told = document(site.clinic.catalogue)
    for text in ("### Stiff hand", "### Thumb up", "### Thumbs first", "at least: 0.93", "claim Z01"):
        assert text in told


def test_a_new_lesson_is_in_form_session_list_print_and_document(
    own_site: Site, page: Page, launch: Launch
) -> None:
    site = own_site
    person = site.person(condition="stiff_hand")
    page.goto(f"{site.address}/#/sign-in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    page.get_by_role("button", name="Change the plan").click()
    page.get_by_text("Lessons (").click()
    expect(page.get_by_label("What thumbs do")).to_be_checked()
    page.goto(f"{site.address}/#/people/{person}/lessons")
    page.get_by_role("link", name="What thumbs do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What thumbs do")
    assert not printed(page, "A4").lacks("What thumbs do", "Your thumb can lift. Then it rests.")

    with site.clinic.store.writing() as db:
        here = site.clinic.now().astimezone()
        whole = today.plan_of_day(db, site.clinic.catalogue, db.get_one(Person, person), here)
        asked = plans.prescription(plans.in_force(db, person))
    step = next(one for one in whole.steps if isinstance(one, Lesson))
    assert (step.name, step.pages) == ("What thumbs do", ("Your thumb can lift. Then it rests.",))
    around = tuple(one for one in whole.steps if one.kind in ("check_in", "lesson", "check_out", "summary"))
    site.short_plan(person, asked, steps=around)
    _context, own = new_page(launch(None))
    enrol(own, site, person)
    walker = Walker(own, by_pointer)
    walker.start()
    walker.go(until="Skip this lesson")
    expect(own.get_by_text("Your thumb can lift. Then it rests.")).to_be_visible()
    walker.go(seconds=200)
    own.get_by_role("link", name="Back to my page").click()
    expect(own.get_by_text("All entries are sent")).to_be_visible(timeout=20_000)
    own.get_by_role("link", name="What thumbs do").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("What thumbs do")
    assert not printed(own, "Letter").lacks("What thumbs do", "Your thumb can lift. Then it rests.")

    told = document(site.clinic.catalogue)
    for text in ("What thumbs do", "Your thumb can lift. Then it rests.", "What can your thumb do?"):
        assert text in told
