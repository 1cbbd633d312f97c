"""Many recordings, each measured once by processes or a cluster, and held against pairs who never met."""
