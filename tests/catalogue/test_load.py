"""The catalogue as it is delivered, and what a mistake in a clinic's own file is answered with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.load import SINGLE, load
from mirra.catalogue.models.session import PlacementChoice
from mirra.catalogue.wording import asks_to_hold_breath, sentences, words
from mirra.errors import CatalogueError

PACKAGE = Path(str(files("mirra.catalogue")))
FIST = (PACKAGE / "exercises" / "fist.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def texts(thing: object) -> Iterator[str]:
    """Every text inside a model."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, BaseModel):
        for _, value in thing:
            yield from texts(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from texts(value)


def said(catalogue: Catalogue) -> Iterator[str]:
    """Every text that is said to the person practising."""
    for exercise in catalogue.exercises.values():
        yield from (
            *exercise.instruction,
            exercise.one_sided,
            exercise.two_sided,
            exercise.caution,
            exercise.needs,
        )
    for condition in catalogue.conditions.values():
        yield condition.two_sided_words
    set_up, limits = catalogue.set_up, catalogue.limits
    yield from texts(
        [set_up.title, set_up.glass_title, set_up.before, set_up.glass, set_up.placements, set_up.coach]
    )
    yield from texts(
        [catalogue.words, limits.hold.instruction, limits.stop.words, limits.latency.illusion_words]
    )
    for part in (catalogue.questions.check_in, catalogue.questions.check_out, catalogue.embodiment):
        yield from texts(part)


def test_there_are_enough_exercises_for_every_limb(catalogue: Catalogue) -> None:
    assert len(catalogue.exercises) >= 24
    joints = {exercise.joint for exercise in catalogue.exercises.values()}
    assert joints == {"fingers", "thumb", "wrist", "forearm", "elbow", "toes", "ankle", "knee"}


def test_every_condition_is_there(catalogue: Catalogue) -> None:
    wanted = {"stroke", "phantom_limb_pain", "crps", "focal_dystonia", "chronic_limb_pain"}
    assert set(catalogue.conditions) == wanted


@pytest.mark.parametrize("condition", ["focal_dystonia", "chronic_limb_pain"])
def test_what_has_no_trial_says_so_and_names_no_frequency(catalogue: Catalogue, condition: str) -> None:
    pack = catalogue.conditions[condition]
    assert pack.evidence == "no graded evidence"
    assert "no graded evidence" in pack.note.lower()
    assert pack.planned_per_week is None


def test_doses_are_those_of_their_sources(catalogue: Catalogue) -> None:
    stroke, phantom, crps = (catalogue.conditions[c].dose for c in ("stroke", "phantom_limb_pain", "crps"))
    assert (stroke.minutes, stroke.minutes_low, stroke.minutes_high, stroke.per_week, stroke.weeks) == (
        30,
        15,
        60,
        5,
        4,
    )
    assert stroke.repetitions_low == 15
    assert (phantom.minutes, phantom.per_week, phantom.weeks) == (15, 5, 4)
    assert (crps.minutes_low, crps.minutes_high) == (5, 10)
    assert catalogue.conditions["crps"].movement_fixed


def test_every_rule_names_a_claim_that_exists_and_a_source(catalogue: Catalogue) -> None:
    for condition in catalogue.conditions.values():
        for rule in (*condition.rules, *catalogue.limits.safety):
            assert rule.claim in catalogue.claims, f"{condition.id}: {rule.id} names {rule.claim}"
            assert rule.source, f"{condition.id}: {rule.id} has no source"


def test_every_looked_up_claim_is_there_with_a_verdict(catalogue: Catalogue) -> None:
    assert [f"C{n:02d}" for n in range(1, 60)] == [c for c in catalogue.claims if c.startswith("C")]


def test_nobody_is_told_to_hold_the_breath(catalogue: Catalogue) -> None:
    for text in said(catalogue):
        assert not asks_to_hold_breath(text), text


def test_every_sentence_to_the_person_has_at_most_eight_words(catalogue: Catalogue) -> None:
    found = [sentence for text in said(catalogue) for sentence in sentences(text)]
    assert len(found) > 150, "the texts were not found"
    long = [sentence for sentence in found if words(sentence) > 8]
    assert not long


def test_nothing_said_promises_an_effect(catalogue: Catalogue) -> None:
    forbidden = re.compile(
        r"\b(cures?|heals?|side effects?|proven|guarantee\w*|will (help|improve|relieve))\b", re.IGNORECASE
    )
    for text in said(catalogue):
        assert not forbidden.search(text), text


def test_a_placement_turns_the_picture_into_the_persons_own_view(catalogue: Catalogue) -> None:
    """Own right at the picture's right, and the far end of the limb up, from where each camera sees them."""
    # raw picture, x to the right and y up: where the person's right and the far end of the limb appear
    raw = {
        "facing": ((-1, 0), (0, 1)),
        "above": ((1, 0), (0, 1)),
        "lid": ((-1, 0), (0, -1)),
        "feet": ((-1, 0), (0, 1)),
    }
    placements: dict[str, PlacementChoice] = {place.id: place for place in catalogue.set_up.placements}
    assert set(placements) == set(raw)
    for name, ends in raw.items():
        turned = []
        for x, y in ends:
            for _ in range(placements[name].rotate // 90):
                x, y = y, -x  # a quarter turn clockwise
            turned.append((-x if placements[name].flip else x, y))
        assert turned == [(1, 0), (0, 1)], (
            f"{name} shows the right at {turned[0]} and the far end at {turned[1]}"
        )


def test_the_register_holds_every_adverse_event_asked_for(catalogue: Catalogue) -> None:
    assert {choice.id for choice in catalogue.adverse} == {
        "emotional_reaction", "pain_increase", "sensory_change", "phantom_freezing", "dizziness",
        "sweating", "nausea", "fatigue", "grief", "other",
    }  # fmt: skip


def test_embodiment_asks_ownership_location_agency_and_two_controls(catalogue: Catalogue) -> None:
    about = [item.about for item in catalogue.embodiment.items]
    assert {"ownership", "location", "agency"} < set(about)
    assert 3 <= len(about) - about.count("control") <= 6
    assert about.count("control") == 2
    assert (catalogue.embodiment.low, catalogue.embodiment.high) == (-3, 3)


def test_not_seeing_the_picture_stops(catalogue: Catalogue) -> None:
    see = next(q for q in catalogue.set_up.questions if q.id == "can_see")
    assert {choice.id: bool(choice.stops) for choice in see.choices} == {"yes": False, "no": True}


def test_the_limits_of_delay_are_those_of_the_sources(catalogue: Catalogue) -> None:
    latency = catalogue.limits.latency
    assert (latency.green, latency.amber, latency.illusion) == (100, 190, 300)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def mistake(root: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        load(root)
    return caught.value


def changed(root: Path, name: str, old: str, new: str) -> CatalogueError:
    """What a built-in file is answered with when one place of it is changed."""
    text = (PACKAGE / name).read_text(encoding="utf-8")
    assert old in text
    write(root, name, text.replace(old, new, 1))
    return mistake(root)


def test_a_clinics_own_folder_adds_and_replaces(tmp_path: Path, catalogue: Catalogue) -> None:
    write(tmp_path, "exercises/fist.toml", FIST.replace("Close and open", "Fist and fan"))
    write(tmp_path, "exercises/fan.toml", FIST.replace('id = "fist"', 'id = "fan"'))
    own = load(tmp_path)
    assert own.exercises["fist"].name == "Fist and fan"
    assert set(own.exercises) - set(catalogue.exercises) == {"fan"}
    assert load().exercises["fist"].name == "Close and open", "the overlay leaked into the built-in catalogue"


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('id = "fist"', 'id = "fist', "exercises/fist.toml, line 1", "not TOML"),
        ("repetitions = 15", "repetitons = 15", "exercises/fist.toml: repetitons", "no such field"),
        ("repetitions = 15", "", "exercises/fist.toml: repetitions", "missing"),
        ("repetitions = 15", "repetitions = 15\ncolour = 3", "exercises/fist.toml: colour", "no such field"),
        ("repetitions = 15", 'repetitions = "15"', "exercises/fist.toml: repetitions", "valid integer"),
        (
            "repetitions = 15",
            "repetitions = 8",
            "exercises/fist.toml: repetitions",
            "fewer than the 15 of Stroke",
        ),
        ("repetitions = 15", "repetitions = 2026-01-01", "exercises/fist.toml", "Dates and times"),
        ("tempo = 4.0", "tempo = 4000", "exercises/fist.toml: tempo", "seconds per repetition"),
        ("tempo = 4.0", "tempo = nan", "exercises/fist.toml: tempo", "finite"),
        ("tempo = 4.0", "tempo = 20", "exercises/fist.toml: tempo", "blocks have"),
        ('source = "own"', 'claim = "C99"\nsource = "own"', "exercises/fist.toml: claim", "C99"),
        ('provenance = "own"', 'provenance = "sure"', "exercises/fist.toml: provenance", "read"),
        ('id = "fist"', 'id = "Fist!"', "exercises/fist.toml: id", "pattern"),
        ('id = "fist"', 'id = "feast"', "exercises/fist.toml: id", "differ"),
        ("Stay loose.", "Hold your breath.", "exercises/fist.toml: caution", "hold the breath"),
        (
            "Then open them wide.",
            "Then open them again as wide as you can.",
            "exercises/fist.toml: instruction.1",
            "has 9 words; at most 8",
        ),
    ],
)
def test_a_mistake_in_an_exercise_names_file_and_field(
    tmp_path: Path, old: str, new: str, where: str, what: str
) -> None:
    assert old in FIST, "the example changed"
    write(tmp_path, "exercises/fist.toml", FIST.replace(old, new))
    error = mistake(tmp_path)
    assert error.where == where
    assert what in error.what


@pytest.mark.parametrize(
    "name",
    ["exercises/notes.txt", "exercise/fist.toml", "questions/more.toml", "fist.toml", "session/fist.toml"],
)
def test_a_file_that_would_be_ignored_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, FIST)
    assert "no place for this" in mistake(tmp_path).what


def test_no_folder_is_refused(tmp_path: Path) -> None:
    assert "not a folder" in mistake(tmp_path / "nowhere").what


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "fist.toml").write_bytes(FIST.encode() + b"\n# \xff\n")
    error = mistake(tmp_path)
    assert error.where == f"exercises/fist.toml, line {len(FIST.splitlines()) + 2}"


FILES = sorted(str(p.relative_to(PACKAGE)) for p in PACKAGE.glob("*/*.toml") if p.name != "claims.toml")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_spoilt_file_is_either_sound_or_refused_by_name(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*FILES, *SINGLE]))
    raw = bytearray((PACKAGE / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        cut = data.draw(st.integers(0, 6))
        raw[place : place + cut] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"[", b"=", b"\n", b"{", b"9"])
        )
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    named = "/"
    try:
        load(tmp_path)
    except CatalogueError as error:
        named = error.where
    finally:
        path.unlink()
    assert "/" in named, "a mistake names no file"


def test_every_exercise_of_ours_is_counted_in_its_own_short_words() -> None:
    for exercise in load(None).exercises.values():
        assert exercise.count is not None, exercise.id
        spoken = (exercise.count.out, exercise.count.back)
        assert len(set(spoken)) == 2, exercise.id
        for said in spoken:  # a second at most, in the quickest exercise
            assert re.fullmatch(r"and [a-z]{2,8}", said), f"{exercise.id}: {said}"


def test_an_exercise_without_words_to_count_is_counted_by_numbers(tmp_path: Path) -> None:
    write(tmp_path, "exercises/fist.toml", re.sub(r"\ncount = .*", "", FIST))
    assert load(tmp_path).exercises["fist"].count is None
