"""The contract between Python and the web client: one JSON Schema, from which TypeScript types are made.

``python tools/contract.py --write`` writes it; ``--check`` fails, naming the difference, when it is out of date.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "web" / "contract.schema.json"


def schema() -> str:
    """The contract as JSON text: every model of the plan, the log, each kind of step, and the API."""
    sys.path.insert(0, str(ROOT / "src"))
    from pydantic import BaseModel
    from pydantic.json_schema import models_json_schema

    from mirra.clinic import shapes
    from mirra.practice import diary, display, entry, events, fold, plan, steps, terms
    from mirra.practice.entry import Entry
    from mirra.practice.steps.step import Step, StepResult

    def modules(folder: ModuleType) -> list[ModuleType]:
        found = pkgutil.iter_modules(folder.__path__, f"{folder.__name__}.")
        return [importlib.import_module(name) for _, name, _ in found]

    bases = (Entry, events.Event, Step, StepResult, terms.Terms)
    models: list[type[BaseModel]] = []
    for module in (display, terms, plan, events, *modules(steps), fold, entry, diary, *modules(shapes)):
        for name, thing in vars(module).items():
            public = inspect.isclass(thing) and issubclass(thing, BaseModel) and not name.startswith("_")
            if public and thing.__module__ == module.__name__ and thing not in bases:
                models.append(thing)
    _, out = models_json_schema([(model, "serialization") for model in models], title="Contract")
    logged = [m.__name__ for m in models if "seq" in m.model_fields and "wall" in m.model_fields]
    out["$defs"]["Event"] = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in logged]}
    entries = [m.__name__ for m in models if issubclass(m, Entry)]
    out["$defs"]["Entry"] = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in entries]}
    for definition in out["$defs"].values():
        for field in definition.get("properties", {}).values():
            field.pop("title", None)  # a title would become a type of its own in TypeScript
    return json.dumps(out, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write or check the committed schema; exits with 1 when it differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true")
    what.add_argument("--check", action="store_true")
    if parser.parse_args().write:
        SCHEMA.write_text(schema(), encoding="utf-8")
        return
    old, new = SCHEMA.read_text(encoding="utf-8"), schema()
    if old != new:
        lines = difflib.unified_diff(
            old.splitlines(), new.splitlines(), "committed", "models", lineterm="", n=1
        )
        sys.exit(
            "The contract changed: run `uv run --no-sync python tools/contract.py --write`, "
            "then `npm run contract` in web/.\n" + "\n".join(lines)
        )


if __name__ == "__main__":
    main()
