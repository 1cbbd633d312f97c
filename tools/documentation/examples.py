"""How sphinx-gallery runs the examples: what their figures look like, and which text stands in for a figure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt

from mirra.figures import STYLE

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
FOLDER = "examples"  # of the site
SETTINGS = {
    "examples_dirs": str(EXAMPLES),
    "gallery_dirs": FOLDER,
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "image_scrapers": ("tools.documentation.examples.figures",),
    "reset_modules": ("tools.documentation.examples.reset",),
    # A number that an example wants to show is printed.
    "capture_repr": (),
    # A failing example is a warning, and a warning ends the build: all other faults are listed beside it.
    "only_warn_on_example_error": True,
    "download_all_examples": False,
    "notebook_extensions": set(),
    "min_reported_time": 1e9,
    "show_signature": False,
    # The page of computation times loads scripts from elsewhere.
    "write_computation_times": False,
}


def reset(settings: Mapping[str, Any], script: str) -> None:
    """Let every example begin with no open figure, in the style of mirra's figures."""
    plt.close("all")
    matplotlib.use("agg")
    matplotlib.style.use(["default", STYLE])


def figures(block: object, variables: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Save every open figure of an example as SVG; the lines of the page that show them.

    The label of a figure becomes its alternative text. Raises ``ValueError`` for a figure without one.
    """
    lines = []
    for number in plt.get_fignums():
        figure = plt.figure(number)
        text = str(figure.get_label())
        if not text:
            raise ValueError(
                f"A figure of {variables['src_file']} has no label. "
                "Say what it shows with figure.set_label(...), for people who do not see it."
            )
        path = Path(next(variables["image_path_iterator"])).with_suffix(".svg")
        figure.savefig(path, metadata={"Date": None})
        lines += ["", f".. image:: /{FOLDER}/images/{path.name}", f"   :alt: {text}", ""]
    plt.close("all")
    return "\n".join(lines)
