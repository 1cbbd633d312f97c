"""Lays out the pages of the site, runs Sphinx on them, and says what is wrong with the result."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.documentation import api, command_line
from tools.documentation.examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "docs" / "site"
# Every page keeps its path, so that the links between the documents lead to the same files as in the repository.
DOCUMENTS = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "NOTICE",
    "SECURITY.md",
    "changelog.d/README.md",
    "docs/*.md",
    "validation/**/*.md",
)


def build(folder: Path) -> list[str]:
    """Build the site in ``folder``, which is emptied first; everything that is wrong with it, in lines."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="mirra-documentation-") as temporary:
        pages = Path(temporary) / "pages"
        lay_out(pages)
        faults = sphinx(pages, folder, Path(temporary) / "trees")
    # The README names its pictures in HTML, which Sphinx leaves as it is.
    shutil.copytree(ROOT / "docs" / "pictures", folder / "docs" / "pictures")
    return faults


def lay_out(pages: Path) -> None:
    """Copy the documents to ``pages``; the README becomes the first page, with the contents of the site behind it."""
    for source in (path for pattern in DOCUMENTS for path in sorted(ROOT.glob(pattern))):
        target = pages / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    contents = (SITE / "contents.md").read_text(encoding="utf-8")
    (pages / "index.md").write_text(f"{readme}\n{contents}", encoding="utf-8")
    api.write_pages(pages / "api")
    (pages / "command-line.md").write_text(command_line.page(), encoding="utf-8")


def sphinx(pages: Path, folder: Path, trees: Path, examples: Path = EXAMPLES) -> list[str]:
    """Run the examples and make HTML of the pages, with every warning an error; what is wrong, line by line."""
    words = [
        "--fail-on-warning",
        "--nitpicky",
        "--quiet",
        "--no-color",
        "--conf-dir",
        SITE,
        "--doctree-dir",
        trees,
    ]
    words += ["--define", f"sphinx_gallery_conf.examples_dirs={examples}"]
    command = [sys.executable, "-m", "sphinx", "--builder", "html", *words, pages, folder]
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr.splitlines() if done.returncode else []
