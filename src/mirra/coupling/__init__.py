"""How two arrays move together, with honest nulls; knows arrays only, no file and no therapy."""

from mirra.coupling import surrogate as surrogate
from mirra.coupling.concordance_index import concordance as concordance
from mirra.coupling.crosslagged import lagged as lagged
from mirra.coupling.events import co_activation as co_activation
from mirra.coupling.group import binomial_band as binomial_band
from mirra.coupling.group import fdr as fdr
from mirra.coupling.group import partner_test as partner_test
from mirra.coupling.group import sample_effect as sample_effect
from mirra.coupling.phase import connectivity as connectivity
from mirra.coupling.susy import susy_effect_size as susy_effect_size
from mirra.coupling.wavelet import coherence as coherence
from mirra.coupling.wavelet_pairs import coherence_pairs as coherence_pairs
