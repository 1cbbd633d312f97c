"""What trials show together: effect sizes, pooled effects, how far trials differ and what small ones may hide."""

from mirra.evidence.pooled import Pooled as Pooled
from mirra.evidence.pooled import Pools as Pools
from mirra.evidence.pooled import PoolSettings as PoolSettings
from mirra.evidence.pooled import pool as pool
from mirra.evidence.pooled import pool_many as pool_many
