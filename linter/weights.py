"""Weights that come with the package, in one file of NumPy's."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from linter.errors import ModelError


def stored(path: Path, **shapes: tuple[int, ...]) -> tuple[NDArray[Any], ...]:
    """The arrays of these names. Raises ModelError when the file cannot be read, lacks one, or one has another shape."""
    try:
        with np.load(path, allow_pickle=False) as found:
            return tuple(found[name].reshape(shape) for name, shape in shapes.items())
    except (OSError, EOFError, BadZipFile, ValueError, KeyError) as error:
        raise ModelError(f"the weights cannot be loaded from {path} ({type(error).__name__}); reinstall askfirst") from error
