"""What mirrors what: two hands, two people, two brains, measured with one mathematics."""

from mirra.pairs.hands import mirror_movements as mirror_movements
