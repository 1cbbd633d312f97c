"""mirra: mirror therapy with nothing but a camera, and the science of mirroring around it.

The rooms, from the ground up (an upper one may import a lower one, never the reverse):
``errors``, ``catalogue``, ``mirror``, ``practice``, ``clinic``, ``cli``.
Importing mirra does no input or output.
"""

__version__ = "0.1.0"
