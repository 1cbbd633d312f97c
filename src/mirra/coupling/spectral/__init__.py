"""Coupling by frequency: wavelet coherence, and phase measures of epochs in bands."""
