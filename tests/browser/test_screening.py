"""The screening: asked by pointer and by keyboard, kept with its reasons, heeded by the plan and by a new person."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from material.clinic_site import Launch, Site, new_page
from material.walker import Walker, by_pointer
from mirra.clinic import screenings
from mirra.clinic.shapes.screening import NewScreening
from tests.browser.alone import alone, sent, to_first
from tests.browser.test_accessible import Looker, signed_in
from tests.browser.test_accounts import at
from tests.browser.test_observation import usual

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
BAR = "The last screening says: cannot start. The person cannot see or follow the picture."


def section(page: Page, name: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=name, exact=True))


def opened(site: Site, page: Page) -> Locator:
    """A person's page, and its section about screening."""
    person = site.person()
    at(page, site, "sign-in", "Sign in")
    signed_in(site, page)
    page.goto(f"{site.address}/#/people/{person}")
    return section(page, "Screening")


def question(page: Page, words: str) -> Locator:
    return page.get_by_role("group", name=words)


def harmless(page: Page) -> None:
    """Answer each question so that nothing follows from it."""
    for words in ("see the limb in the mirror", "follow short instructions"):
        question(page, words).get_by_label("yes", exact=True).check()
    others = ("neglect one side", "strong emotion", "often dizzy", "severely depressed", "misuse alcohol")
    for words in (*others, "another serious illness", "afraid of narrow places"):
        question(page, words).get_by_label("no", exact=True).check()


def test_a_person_is_screened_and_screened_again_and_the_plan_heeds_it(site: Site, page: Page) -> None:
    screening, looker = opened(site, page), Looker(page)
    expect(screening).to_contain_text("Never screened.")
    looker.look("person never screened")
    screening.get_by_role("button", name="Screen now").click()
    expect(page.get_by_label("hand", exact=True)).to_be_checked()
    screening.get_by_role("button", name="Save the screening").click()
    expect(screening.get_by_role("alert")).to_have_text("Choose the limb, and whether it is there.")
    question(page, "Is the affected limb there?").get_by_label("yes").check()
    screening.get_by_role("button", name="Save the screening").click()
    expect(screening.get_by_role("alert")).to_have_text("9 questions are not answered.")
    expect(question(page, "see the limb in the mirror").get_by_role("radio").first).to_be_focused()
    harmless(page)
    expect(screening).to_contain_text("Outcome: Fits")
    question(page, "neglect one side").get_by_label("the left side").check()
    expect(screening).to_contain_text("Outcome: Fits with precautions")
    expect(screening).to_contain_text("cue them to look at the mirror")
    screening.get_by_role("button", name="Save the screening").click()
    expect(screening.get_by_role("alert")).to_have_text("Nobody has signed the precautions off.")
    expect(page.get_by_label("Name of the clinician")).to_be_focused()
    page.get_by_label("Name of the clinician").fill("Dr Otto Lind")
    screening.get_by_text("Condition packs that fit: hand (there) (4)").click()
    expect(screening).to_contain_text("Sources disagree: whether one limb or both should move")
    expect(screening).to_contain_text("Evidence: no graded evidence")
    looker.look("screening, being answered")
    screening.get_by_role("button", name="Save the screening").click()
    expect(page.locator("#screening")).to_be_focused()
    for words in ("Fits with precautions", "Anna", "Precautions signed off by Dr Otto Lind.", "C26"):
        expect(screening).to_contain_text(words)
    page.reload()
    screening.get_by_role("button", name="Screen again").click()
    question(page, "see the limb in the mirror").get_by_label("no", exact=True).check()
    screening.get_by_role("button", name="Save the screening").click()
    expect(screening).to_contain_text("Outcome: Cannot start")
    plan = section(page, "Plan")
    expect(plan).to_contain_text(BAR)
    screening.get_by_text("1 earlier screening").click()
    expect(screening.locator(".history")).to_contain_text("Fits with precautions")
    looker.look("screening, cannot start")
    plan.get_by_role("button", name="Change the plan").click()
    page.get_by_role("button", name="Save the new plan").click()
    expect(page.get_by_label("Reason for the change")).to_be_focused()
    expect(plan).to_contain_text("Say why the person may start nevertheless.")
    looker.look("plan of a person who cannot start")
    page.get_by_label("Reason for the change").fill("Sees it with new glasses")
    page.get_by_role("button", name="Save the new plan").click()
    expect(plan).to_contain_text("Reason: Sees it with new glasses")
    looker.done(4)


def test_a_screening_needs_no_pointer(site: Site, page: Page) -> None:
    screening = opened(site, page)
    screening.get_by_role("button", name="Screen now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("hand", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(question(page, "Is the affected limb there?").get_by_label("yes")).to_be_checked()
    for _ in range(9):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    expect(screening).to_contain_text("Outcome: Fits")
    page.keyboard.press("ArrowDown")  # afraid of narrow places: yes
    page.get_by_label("Name of the clinician").wait_for()
    expect(screening).to_contain_text("not yet checked against the source")
    page.keyboard.press("Tab")
    page.keyboard.type("Dr Otto Lind")
    page.keyboard.press("Enter")
    expect(page.locator("#screening")).to_be_focused()
    expect(screening).to_contain_text("Precautions signed off by Dr Otto Lind.")


def test_a_new_person_can_be_screened_first_or_later(site: Site, page: Page) -> None:
    looker = Looker(page)
    opened(site, page)
    page.goto(f"{site.address}/#/new")
    expect(page.get_by_label("Name or alias")).to_be_visible()
    page.get_by_role("button", name="Screen now").click()
    expect(page.get_by_label("Name or alias")).to_be_hidden()
    question(page, "Affected limb").get_by_label("leg", exact=True).check()
    question(page, "Is the affected limb there?").get_by_label("no (amputated or missing)").check()
    question(page, "see the limb in the mirror").get_by_label("no", exact=True).check()
    looker.look("new person, being screened")
    page.get_by_role("button", name="Go on with this screening").click()
    expect(section(page, "Screening")).to_contain_text("Outcome: Cannot start")
    fits = page.get_by_label("Condition").locator("optgroup[label='Fits the screening'] option")
    expect(fits).to_have_text(["Phantom limb pain"])
    page.get_by_label("Name or alias").fill("Pia")
    page.get_by_label("Condition").select_option("phantom_limb_pain")
    expect(page.get_by_label("leg", exact=True)).to_be_checked()
    page.get_by_label("left", exact=True).check()
    page.get_by_role("button", name="Enrol and create a code").click()
    expect(page.get_by_label("Reason to start nevertheless")).to_be_focused()
    looker.look("new person who cannot start")
    page.get_by_label("Reason to start nevertheless").fill("Sees it with new glasses")
    page.get_by_role("button", name="Enrol and create a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pia is enrolled")
    page.get_by_role("link", name="Go to Pia").click()
    expect(section(page, "Screening")).to_contain_text("Outcome: Cannot start")
    expect(section(page, "Plan")).to_contain_text("Reason: Sees it with new glasses")
    looker.done(2)


def test_who_cannot_start_reads_so_and_ends_what_was_begun(site: Site, launch: Launch) -> None:
    _context, page = new_page(launch(None))
    plan = alone(site, page, usual)
    looker, walker = Looker(page), Walker(page, by_pointer)
    to_first(page, walker, "That is enough")
    answers = {"picture": "no"}
    asked = NewScreening(limb="hand", affected_limb="there", answers=answers)
    with site.clinic.store.writing() as db:
        person, by, now = plan.person, site.therapists["anna"], site.clinic.now()
        screenings.keep(db, site.clinic.catalogue, person, by, asked, now)
    page.goto(f"{site.address}/")
    expect(page.get_by_role("status").filter(has_text="There is no session for now.")).to_be_visible()
    looker.look("home, no session, one begun")
    page.get_by_role("link", name="Go on with your session").click()
    page.wait_for_url("**/session.html")
    walker.go(seconds=120)
    assert sent(site, page, by_pointer)
    expect(page.get_by_role("status").filter(has_text="There is no session for now.")).to_be_visible()
    expect(page.get_by_text("Your therapist has to check something first.")).to_be_visible()
    expect(page.get_by_role("link", name="Start")).to_have_count(0)
    expect(page.get_by_role("link", name="Go on with your session")).to_have_count(0)
    looker.look("home, no session")
    page.goto(f"{site.address}/session.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("No session on this device yet")
    looker.done(2)
