"""How two arrays move together, with honest nulls; knows arrays only, no file and no therapy."""

from mirra.coupling import surrogate as surrogate
from mirra.coupling.crosslagged import lagged as lagged
from mirra.coupling.wavelet import coherence as coherence
from mirra.coupling.wavelet_pairs import coherence_pairs as coherence_pairs
