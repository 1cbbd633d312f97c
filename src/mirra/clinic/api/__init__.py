"""The HTTP interface, one file per noun; ``clinic.shapes`` holds every body it takes or gives."""
