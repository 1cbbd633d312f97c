"""What heart, skin and breath share: stretches without gaps, beats and their variability, detectors."""
