"""Null hypotheses: what surrogates leave as it is, what they take away, and the test of a statistic against them."""
