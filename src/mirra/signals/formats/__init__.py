"""One file a format: each gives a valid signal, or a named error, whatever bytes come."""
