"""Two brains: dyads by fNIRS and by EEG, and mu suppression while somebody watches or acts."""

from mirra.pairs.brains.eeg_pair import EegPair as EegPair
from mirra.pairs.brains.eeg_pair import eeg as eeg
from mirra.pairs.brains.fnirs_pair import FnirsNull as FnirsNull
from mirra.pairs.brains.fnirs_pair import FnirsPair as FnirsPair
from mirra.pairs.brains.fnirs_pair import FnirsPreparation as FnirsPreparation
from mirra.pairs.brains.fnirs_pair import MeanMap as MeanMap
from mirra.pairs.brains.fnirs_pair import channel_pair as channel_pair
from mirra.pairs.brains.fnirs_pair import fnirs as fnirs
from mirra.pairs.brains.mu_suppression import MuSuppression as MuSuppression
from mirra.pairs.brains.mu_suppression import mu as mu
from mirra.pairs.brains.regions import parse_regions as parse_regions
