# What a contributor does most. `uv run --group test just` lists it, with nothing to install first.

run := "uv run --all-extras --group test"

_list:
    @{{just_executable()}} --list

# the checks and tests that need no browser, no server and no whole recording: under a minute
fast *words:
    {{run}} python -m tests --fast {{words}}

# every check and every test; words are handed to pytest
test *words:
    {{run}} python -m tests {{words}}

# one file, folder or name of tests: just one tests/test_errors.py
one +words:
    {{run}} pytest -q -x {{words}}

# what reads the code, of Python and of the web client: format, lint, types, order of the rooms
lint:
    {{run}} python -m tests --no-pytest

# build the web client where something changed
web:
    {{run}} python tools/web.py

# write the contract with the browser, after a change to its models
contract:
    {{run}} --no-sync python tools/contract.py --write
    {{run}} --no-sync python tools/web.py --npm run contract

# build the documentation site in build/documentation
docs:
    {{run}} python -m tools.documentation
