"""The reflection of recorded video, and our own pictures of limbs."""
