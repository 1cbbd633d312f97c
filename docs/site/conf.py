"""How Sphinx makes the site of the pages that ``tools/documentation`` lays out."""

from __future__ import annotations

import builtins
import inspect
import re
import sys
from typing import Any, TypeVar, get_origin

import numpy as np
from docutils import nodes
from numpy.typing import ArrayLike
from pydantic import BaseModel
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import find_pending_xref_condition

import mirra
from tools.documentation.api import modules, undocumented
from tools.documentation.examples import SETTINGS

ELSEWHERE = {name.partition(".")[0] for name in sys.modules} - {"mirra"}
# What Sphinx writes around the name of a type.
IN_SIGNATURES = re.compile(r"TypeAliasForwardRef\('(\w+)'\)|~typing\.")
MODULE_HEADING = re.compile(r"(?<=<h[12]>)mirra[\w.]*(?=<a )")
LOGGER = logging.getLogger(__name__)

project = "mirra"
release = mirra.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_gallery.gen_gallery"]
sphinx_gallery_conf = SETTINGS

myst_heading_anchors = 3
# Two hyphens begin an option of a command and are no dash.
smartquotes_action = "qe"

autodoc_member_order = "bysource"
autodoc_use_type_comments = False
# Names of array types are shown as they are written, not as what they stand for.
autodoc_type_aliases = {
    name: name
    for module in modules()
    for name, value in vars(module).items()
    if get_origin(value) is np.ndarray or value is ArrayLike
}
python_use_unqualified_type_names = True
# Each page carries the contents of the whole site: with every name in them, a build takes twice as long.
toc_object_entries = False
# A short name that is imported for type checkers alone may belong to two classes.
suppress_warnings = ["ref.python"]
# Nothing is fetched while the site is built, so names of other packages have no page to lead to.
nitpick_ignore_regex = [("py:.*", r"(?!mirra\.).*")]
# Type variables stand for other types and have no entry of their own.
nitpick_ignore = [
    ("py:class", f"{module.__name__}.{name}")
    for module in modules()
    for name, value in vars(module).items()
    if isinstance(value, TypeVar)
]

html_theme = "furo"
html_title = "mirra"
html_static_path = ["static"]
templates_path = ["templates"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False


def plain_signature(
    app: Sphinx, kind: str, name: str, value: Any, options: Any, signature: str | None, returns: str | None
) -> tuple[str, str | None] | None:
    """Types by their short names; none for the shape of a plan or a file, which lists its fields below its name."""
    if inspect.isclass(value) and issubclass(value, BaseModel):
        return "", None
    if signature is None:
        return None
    # “<factory>” is not valid Python: Sphinx would show the whole signature as plain text.
    signature = signature.replace("<factory>", "...")
    return IN_SIGNATURES.sub(r"\1", signature), returns and IN_SIGNATURES.sub(r"\1", returns)


def plain_bars(app: Sphinx, kind: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """In our docstrings a bar is the sign of an absolute value, not of a substitution."""
    # Every second piece stands between double backticks, where a bar is only a bar.
    pieces = ("\n".join(lines)).split("``")
    pieces[::2] = [piece.replace("|", r"\|") for piece in pieces[::2]]
    lines[:] = "``".join(pieces).split("\n")


def let_go_of_names_from_elsewhere(app: Sphinx, page: nodes.document) -> None:
    """A type of Python or of another package leads nowhere; Sphinx would search all our names for each of them."""
    for reference in list(page.findall(pending_xref)):
        first = reference.get("reftarget", "").partition(".")[0]
        if reference["refdomain"] == "py" and (hasattr(builtins, first) or first in ELSEWHERE):
            short = find_pending_xref_condition(reference, "resolved")
            reference.replace_self(short.children if short else reference.children)


def mend_for_small_screens(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Let the name of a module in a heading break after a dot only, and let the keyboard reach a table that scrolls."""
    if "body" in context:
        body = MODULE_HEADING.sub(lambda name: name[0].replace(".", ".<wbr>"), context["body"])
        context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')


def complain(app: Sphinx, environment: BuildEnvironment) -> None:
    """A public name without a docstring or without an entry in the site is a warning, and a warning ends the build."""
    for fault in undocumented(modules(), set(environment.domains.python_domain.objects)):
        LOGGER.warning(fault)


def setup(app: Sphinx) -> None:
    """What is called while the API is read."""
    app.connect("autodoc-process-signature", plain_signature)
    app.connect("autodoc-process-docstring", plain_bars)
    app.connect("doctree-read", let_go_of_names_from_elsewhere)
    app.connect("env-check-consistency", complain)
    app.connect("html-page-context", mend_for_small_screens)
