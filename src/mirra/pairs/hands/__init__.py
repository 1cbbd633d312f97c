"""Two hands: mirror movements with their null and grade, and how alike the hands move."""

from mirra.pairs.hands.measure import HandTask as HandTask
from mirra.pairs.hands.measure import mirror_movements as mirror_movements
from mirra.pairs.hands.outcome import MirrorMovements as MirrorMovements
