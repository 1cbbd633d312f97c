"""A measured thing over time: readers, movement from video, hands, heart, skin, breath, voice, brain, common clocks."""

from mirra.signals.align import gaps as gaps
from mirra.signals.align import joined as joined
from mirra.signals.align import regular as regular
from mirra.signals.align import together as together
from mirra.signals.annotations import annotated as annotated
from mirra.signals.body.channels import choose_channel as choose_channel
from mirra.signals.frames import from_pandas as from_pandas
from mirra.signals.mne_recording import from_mne as from_mne
from mirra.signals.motion import motion_energy as motion_energy
from mirra.signals.reading import read as read
from mirra.signals.signal import Signal as Signal
from mirra.signals.video.suggested import suggest_regions as suggest_regions
