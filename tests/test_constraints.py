"""A fresh machine gets what the tests ran with: the lists that uv obeys name what is installed here, and no host."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from tools import constraints

SETTINGS = constraints.read_settings()
LISTS = ("constraint-dependencies", "build-constraint-dependencies")


def pinned(key: str) -> dict[str, str]:
    """Name and version of each package in one of the lists."""
    return dict(line.split("==", 1) for line in SETTINGS["tool"]["uv"][key])


def installed_groups() -> list[str]:
    """The dependency groups that are installed here."""
    groups = []
    for group in SETTINGS["dependency-groups"]:
        with suppress(PackageNotFoundError):
            constraints.installed(constraints.requirements_of(SETTINGS, [group]))
            groups.append(group)
    return groups


def test_what_is_installed_is_what_the_list_names() -> None:
    groups = installed_groups()
    assert "test" in groups, (
        "A package of the tests or of an extra is missing. Run: uv sync --all-extras --group test"
    )
    here = constraints.installed(constraints.requirements_of(SETTINGS, groups))
    pins = pinned("constraint-dependencies")
    others = {
        name: (version, pins[name]) for name, version in here.items() if pins.get(name, version) != version
    }
    assert not others, (
        f"These are installed in another version than pyproject.toml names: {others}. See CONTRIBUTING.md."
    )
    if sys.platform == "linux" and sys.version_info[:2] == (3, 11):  # others may need packages of their own
        assert not here.keys() - pins.keys(), (
            f"pyproject.toml names no version of these. Run: {constraints.WRITE}"
        )
        if groups == list(SETTINGS["dependency-groups"]):
            assert not pins.keys() - here.keys(), f"Nothing needs these any more. Run: {constraints.WRITE}"


@pytest.mark.parametrize("key", LISTS)
def test_a_list_holds_names_and_exact_versions_and_nothing_else(key: str) -> None:
    written = SETTINGS["tool"]["uv"][key]
    assert len(written) > 5
    names = list(pinned(key))
    assert names == sorted(names)
    assert len(names) == len(written)
    for line in written:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*==\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?", line), line


def test_every_requirement_of_the_build_is_pinned_within_its_range() -> None:
    pins = pinned("build-constraint-dependencies")
    for text in SETTINGS["build-system"]["requires"]:
        requirement = Requirement(text)
        assert pins[requirement.name] in requirement.specifier, (
            f"{text} does not take {pins[requirement.name]}"
        )


def test_a_package_that_the_build_and_the_tests_share_has_one_version() -> None:
    running, building = (pinned(key) for key in LISTS)
    assert {name: running[name] for name in running.keys() & building} == {
        name: building[name] for name in running.keys() & building
    }


def test_requirements_in_turn_and_those_of_an_extra_are_followed() -> None:
    versions = constraints.installed(
        [Requirement("psycopg[binary]>=3"), Requirement("fastapi; python_version < '3'")]
    )
    assert versions["psycopg-binary"] == distribution("psycopg-binary").version
    assert "typing-extensions" in versions
    assert "fastapi" not in versions
    assert "psycopg-binary" not in constraints.installed([Requirement("psycopg")])


def test_a_group_brings_the_groups_that_it_includes() -> None:
    settings = {"dependency-groups": {"a": ["x>=1", {"include-group": "b"}], "b": ["y"]}}
    assert constraints.group_of(settings, "a") == ["x>=1", "y"]


def test_a_package_that_is_not_here_is_named() -> None:
    with pytest.raises(PackageNotFoundError, match="not-a-package-of-anybody"):
        constraints.installed([Requirement("not-a-package-of-anybody")])


def test_a_list_is_replaced_and_the_other_stays() -> None:
    text = 'a = [\n    "x==1",\n]\nb-a = [\n    "y==1",\n]\n'
    assert constraints.put(text, "a", {"z": "2"}) == 'a = [\n    "z==2",\n]\nb-a = [\n    "y==1",\n]\n'
    with pytest.raises(ValueError, match="0 lists named c"):
        constraints.put(text, "c", {})
