"""Pictures of the README and the guides, taken of a demonstration clinic."""
