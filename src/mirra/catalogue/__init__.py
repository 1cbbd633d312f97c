"""Clinical content as data (TOML and CSV), and the loader that checks it."""
