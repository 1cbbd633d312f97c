"""Draws limbs from a mesh: the loops that show exercises and the pictures of left/right judgement."""
