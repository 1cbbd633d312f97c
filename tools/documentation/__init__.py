"""Builds the documentation site from the guides in ``docs/``, the docstrings and the command line."""
