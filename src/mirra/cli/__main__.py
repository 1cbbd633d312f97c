"""``python -m mirra.cli`` is the command line."""

from mirra.cli import main

main()
