"""The array types that all rooms share, named by what an element is; shapes and units stand where an array is used."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Complexes = NDArray[np.complex128]
Picture = NDArray[np.uint8]  # (height, width, 3): red, green, blue, 0-255
