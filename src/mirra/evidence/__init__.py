"""What trials show together: effect sizes, pooled effects, how far trials differ and what small ones may hide."""

from mirra.evidence.counts import mantel_haenszel_risk_ratio as mantel_haenszel_risk_ratio
from mirra.evidence.counts import peto_odds_ratio as peto_odds_ratio
from mirra.evidence.effects import Effects as Effects
from mirra.evidence.effects import fisher_z as fisher_z
from mirra.evidence.effects import log_odds_ratio as log_odds_ratio
from mirra.evidence.effects import log_risk_ratio as log_risk_ratio
from mirra.evidence.effects import mean_difference as mean_difference
from mirra.evidence.effects import proportion as proportion
from mirra.evidence.effects import risk_difference as risk_difference
from mirra.evidence.effects import standardised_mean_difference as standardised_mean_difference
from mirra.evidence.moderators import MetaRegression as MetaRegression
from mirra.evidence.moderators import meta_regression as meta_regression
from mirra.evidence.moderators import subgroups as subgroups
from mirra.evidence.pooled import Pooled as Pooled
from mirra.evidence.pooled import Pools as Pools
from mirra.evidence.pooled import PoolSettings as PoolSettings
from mirra.evidence.pooled import pool as pool
from mirra.evidence.pooled import pool_many as pool_many
from mirra.evidence.sensitivity import cumulative as cumulative
from mirra.evidence.sensitivity import leave_one_out as leave_one_out
from mirra.evidence.small_studies import begg as begg
from mirra.evidence.small_studies import egger_linear as egger_linear
from mirra.evidence.small_studies import egger_mixed as egger_mixed
from mirra.evidence.small_studies import trim_and_fill as trim_and_fill
from mirra.evidence.studies import Studies as Studies
from mirra.evidence.studies import read_studies as read_studies
