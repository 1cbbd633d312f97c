"""The HTTP interface, one file per noun; ``shapes`` holds every body it takes or gives."""
