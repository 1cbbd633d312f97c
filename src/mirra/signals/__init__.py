"""A measured thing over time: readers, movement from video, hands, heart, skin, breath, voice, brain, common clocks."""
