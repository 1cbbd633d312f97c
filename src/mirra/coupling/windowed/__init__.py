"""Correlation of two series in windows, at each lag; regression, prewhitening and peers' numbers beside it."""
