"""Two people: how a dyad moves together, and real dyads against people who never met."""

from mirra.pairs.people.dyad import SMOOTHED as SMOOTHED
from mirra.pairs.people.dyad import Dyad as Dyad
from mirra.pairs.people.dyad import DyadResult as DyadResult
from mirra.pairs.people.dyad import DyadSettings as DyadSettings
from mirra.pairs.people.dyad import events as events
from mirra.pairs.people.dyad import load as load
from mirra.pairs.people.dyad import measure as measure
from mirra.pairs.people.pseudo import PseudoDyads as PseudoDyads
from mirra.pairs.people.pseudo import ResamplingSettings as ResamplingSettings
from mirra.pairs.people.pseudo import pseudo_dyads as pseudo_dyads
