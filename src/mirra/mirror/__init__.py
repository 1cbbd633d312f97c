"""The reflection of recorded video."""
