"""The pages of the API: one for each package, with all its modules, found by walking the package.

Left out are the clinic and the command line, which are programs and not a library: their users have the guides and
the help of the commands.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType

import mirra

PROGRAMS = frozenset({"mirra.cli", "mirra.clinic"})
DESCRIBED = (property, classmethod, staticmethod, cached_property)


def modules(top: ModuleType = mirra) -> Iterator[ModuleType]:
    """A package and every public module under it, imported, without the programs."""
    yield top
    for part in parts(top):
        yield from modules(importlib.import_module(part))


def parts(package: ModuleType) -> list[str]:
    """The dotted names of the public modules right below a package."""
    below = (part.name for part in pkgutil.iter_modules(getattr(package, "__path__", [])))
    names = (f"{package.__name__}.{name}" for name in below if not name.startswith("_"))
    return [name for name in names if name not in PROGRAMS]


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The dotted names of all classes, functions, methods and properties that a module defines and does not hide."""
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield f"{module.__name__}.{name}", value
        if inspect.isclass(value):
            members = ((key, member) for key, member in vars(value).items() if not key.startswith("_"))
            for key, member in members:
                if inspect.isfunction(member) or isinstance(member, DESCRIBED):
                    yield f"{module.__name__}.{name}.{key}", member


def undocumented(walked: Iterable[ModuleType], listed: set[str]) -> list[str]:
    """What each public name of some modules lacks: a docstring, or an entry among the names that the site lists."""
    names = [(name, value) for module in walked for name, value in public(module)]
    silent = [f"{name} has no docstring." for name, value in names if not _says_something(value)]
    return silent + [f"{name} is not in the site." for name, _ in names if name not in listed]


def _says_something(value: object) -> bool:
    text = (getattr(value, "__doc__", None) or "").strip()
    # Without a docstring a dataclass gets its own signature for one.
    return bool(text) and not (inspect.isclass(value) and text.startswith(f"{value.__name__}("))


def write_pages(folder: Path) -> None:
    """Write a page for each package to ``folder``, with a section for each of its modules."""
    folder.mkdir(parents=True)
    for module in modules():
        if hasattr(module, "__path__"):
            (folder / f"{module.__name__}.rst").write_text(page(module), encoding="utf-8")


def page(package: ModuleType) -> str:
    """One package's page: what it is, the packages in it, the names it has from below, and its modules."""
    below = {name: importlib.import_module(name) for name in parts(package)}
    packages = [name for name, module in below.items() if hasattr(module, "__path__")]
    blocks = [_titled(package.__name__, "=")]
    if packages:
        blocks.append(
            "\n".join([".. toctree::", "   :maxdepth: 1", "", *(f"   {name}" for name in packages)])
        )
    if names := sorted(_from_below(package)):
        lines = (f"- :py:obj:`{package.__name__}.{name} <{home}>`" for name, home in names)
        blocks.append("\n".join(["Names to start from:", "", *lines]))
    blocks += [_titled(name, "-") for name in below if name not in packages]
    return "\n\n".join(blocks) + "\n"


def _titled(name: str, underline: str) -> str:
    """A heading with what a module's docstrings say under it."""
    return f"{name}\n{underline * len(name)}\n\n.. automodule:: {name}\n   :members:\n   :undoc-members:"


def _from_below(package: ModuleType) -> Iterator[tuple[str, str]]:
    """The names that a package has from the modules below it, each with the name under which it is documented."""
    for name, value in vars(package).items():
        home = getattr(value, "__module__", None) or ""
        if not name.startswith("_") and home.startswith(f"{package.__name__}."):
            yield name, f"{home}.{value.__qualname__}"
