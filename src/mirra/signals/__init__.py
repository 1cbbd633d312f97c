"""A measured thing over time: readers, movement from video, hands, heart, skin, breath, voice, brain, common clocks."""

from mirra.signals.reading import read as read
from mirra.signals.signal import Signal as Signal
