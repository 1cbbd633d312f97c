"""Coupling of slow series by their slopes: concordance, and moments of co-activation."""
