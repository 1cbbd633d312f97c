"""The documentation site is whole: its guides, its API, the help of its commands, and nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import matplotlib.pyplot as plt
import pytest
import typer

from material.footage import ROOT
from mirra.cli import app
from tests.documentation.pages import broken, from_outside, pages
from tools.documentation import api
from tools.documentation.build import sphinx
from tools.documentation.examples import EXAMPLES, figures

# The whole site is built, and its examples are run, before the first of these.
pytestmark = pytest.mark.timeout(600)


def test_every_guide_is_a_page_of_the_site(site: Path) -> None:
    guides = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert guides == {path.stem for path in (site / "docs").glob("*.html")}


@pytest.mark.parametrize(
    ("reader", "guide"),
    [
        ("person", "docs/for-the-person"),
        ("therapist", "docs/for-the-therapist"),
        ("clinic's administrator", "docs/running-a-clinic"),
        ("researcher", "docs/science"),
        ("contributor", "CONTRIBUTING"),
    ],
)
def test_every_reader_finds_their_guide_under_their_name(site: Path, reader: str, guide: str) -> None:
    contents = (site / "index.html").read_text(encoding="utf-8")
    _, _, below = contents.partition(f'<span class="caption-text">For the {reader}</span>')
    first_list, _, _ = below.partition("</ul>")
    assert f'href="{guide}.html"' in first_list


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    assert not sorted(broken(site))


def test_the_site_loads_nothing_from_outside(site: Path) -> None:
    assert len(pages(site)) > 30
    assert not from_outside(site)


def test_the_help_of_every_command_is_in_the_site(site: Path) -> None:
    text = (site / "command-line.html").read_text(encoding="utf-8")
    command = typer.main.get_command(app)
    groups = [(name, getattr(below, "commands", {})) for name, below in command.commands.items()]  # type: ignore[attr-defined]
    ids = {
        "-".join(("mirra", name, *more)) for name, below in groups for more in [(), *((n,) for n in below)]
    }
    assert len(ids) > 25
    assert not {one for one in ids if f'id="{one}"' not in text}


def test_the_names_a_researcher_starts_from_lead_to_where_they_are_described(site: Path) -> None:
    text = (site / "api" / "mirra.coupling.html").read_text(encoding="utf-8")
    assert "mirra.coupling.lagged</span>" in text


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda script: script.stem)
def test_every_example_shows_what_it_printed_and_its_figures(site: Path, script: Path) -> None:
    text = (site / "examples" / f"{script.stem}.html").read_text(encoding="utf-8")
    assert 'class="sphx-glr-script-out' in text
    figures = re.findall(rf'<img alt="([^"]*)" src="[^"]*sphx_glr_{script.stem}_\d+\.svg"', text)
    assert len(figures) == script.read_text(encoding="utf-8").count("figure.set_label(") > 0
    assert all(len(alternative.split()) > 10 for alternative in figures)


def test_a_figure_without_a_text_for_those_who_do_not_see_it_is_refused(tmp_path: Path) -> None:
    variables = {"src_file": "some.py", "image_path_iterator": iter([str(tmp_path / "some_001.png")])}
    plt.figure().set_label("A line that rises.")
    assert ":alt: A line that rises." in figures(None, variables, {})
    assert (tmp_path / "some_001.svg").is_file()
    plt.figure()
    with pytest.raises(ValueError, match=r"A figure of some\.py has no label"):
        figures(None, variables, {})
    plt.close("all")


def test_a_broken_link_a_failing_example_and_a_public_name_without_a_page_end_the_build(
    tmp_path: Path,
) -> None:
    folder, examples = tmp_path / "pages", tmp_path / "scripts"
    for made in (folder, examples):
        made.mkdir()
    (folder / "index.md").write_text("# Mirra\n\n[a guide](nowhere.md)\n", encoding="utf-8")
    (examples / "README.rst").write_text("Examples\n========\n", encoding="utf-8")
    (examples / "divides.py").write_text('"""\nDivides\n=======\n"""\nprint(1 / 0)\n', encoding="utf-8")
    faults = "\n".join(sphinx(folder, tmp_path / "site", tmp_path / "trees", examples))
    assert "cross-reference target not found: 'nowhere.md'" in faults
    assert "divides.py unexpectedly failed to execute" in faults
    assert "ZeroDivisionError: division by zero" in faults
    assert "mirra.signals.signal.Signal is not in the site." in faults


def test_a_public_name_without_a_docstring_is_found() -> None:
    module = ModuleType("made_up")
    exec(
        "def silent(): ...\ndef told():\n  'Say it.'\nclass Mute:\n  'Say it.'\n  def word(self): ...",
        vars(module),
    )
    everything = {"made_up.silent", "made_up.told", "made_up.Mute", "made_up.Mute.word"}
    assert api.undocumented([module], everything) == [
        "made_up.silent has no docstring.",
        "made_up.Mute.word has no docstring.",
    ]
    assert "made_up.told is not in the site." in api.undocumented([module], set())


def test_what_a_page_loads_from_outside_and_what_is_not_there_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<link href="https://fonts.example/a.css"><img srcset="b.png 1x, //cdn.example/c.png 2x">'
        '<style>@import "https://styles.example/d.css"</style><a href="#there">a</a><a href="https://read.example">b</a>'
    )
    (tmp_path / "e.css").write_text("a { background: url(https://pictures.example/f.png) }")
    hosts = ("fonts.example", "cdn.example", "styles.example", "pictures.example")
    outside = "\n".join(from_outside(tmp_path))
    assert [host for host in hosts if host in outside] == list(hosts)
    assert len(from_outside(tmp_path)) == len(hosts)
    assert sorted(broken(tmp_path)) == [
        "a.html leads to #there, and that page has no such place",
        "a.html leads to b.png, which is not there",
    ]
