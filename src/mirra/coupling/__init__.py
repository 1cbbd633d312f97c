"""How two arrays move together, with honest nulls; knows arrays only, no file and no therapy."""

from mirra.coupling.group import binomial_band as binomial_band
from mirra.coupling.group import fdr as fdr
from mirra.coupling.group import partner_test as partner_test
from mirra.coupling.group import sample_effect as sample_effect
from mirra.coupling.settings import CorrelationSettings as CorrelationSettings
from mirra.coupling.settings import NullSettings as NullSettings
from mirra.coupling.settings import WindowSettings as WindowSettings
from mirra.coupling.slow.concordance_index import concordance as concordance
from mirra.coupling.slow.events import co_activation as co_activation
from mirra.coupling.spectral.phase import connectivity as connectivity
from mirra.coupling.spectral.wavelet import coherence as coherence
from mirra.coupling.spectral.wavelet_pairs import coherence_pairs as coherence_pairs
from mirra.coupling.surrogates.testing import surrogate_family as surrogate_family
from mirra.coupling.surrogates.testing import surrogate_test as surrogate_test
from mirra.coupling.windowed.crosslagged import lagged as lagged
from mirra.coupling.windowed.susy import susy_effect_size as susy_effect_size
