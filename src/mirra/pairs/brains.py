"""Two brains: dyads by fNIRS and by EEG, and mu suppression while somebody watches or acts."""

from mirra.pairs.brains_eeg import EegPair as EegPair
from mirra.pairs.brains_eeg import eeg as eeg
from mirra.pairs.brains_fnirs import FnirsPair as FnirsPair
from mirra.pairs.brains_fnirs import MeanMap as MeanMap
from mirra.pairs.brains_fnirs import channel_pair as channel_pair
from mirra.pairs.brains_fnirs import fnirs as fnirs
from mirra.pairs.brains_mu import MuSuppression as MuSuppression
from mirra.pairs.brains_mu import mu as mu
