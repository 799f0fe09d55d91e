"""Memory that is free again goes back to the system.

Of what many batches take and give back the C library keeps a growing part: it is cut into pieces
that it can use again, but not return by itself.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Return what is free; a C library other than GNU's is left as it is. Takes some 10 ms."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
