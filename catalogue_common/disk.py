"""Errors that are the disk's, and not those of the data or of the code."""

from __future__ import annotations

import errno
import os

_DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What any write may meet."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def disk_fault_behind(error: BaseException) -> OSError | None:
    """The disk's fault that an error is, or came of; None where it has another cause."""
    if isinstance(error, OSError):
        return error if error.errno in _DISK_FAULTS else None
    return no_room_behind(error)


def no_room_behind(error: BaseException) -> OSError | None:
    """The disk's refusal to write that an error came of, if it came of one.

    Args:
        error: as it was caught; what it was raised from counts too, and what a library that has
            errors of its own (DuckDB) quotes of the system.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _NO_ROOM:
            return cause
        if not isinstance(cause, OSError):
            for number in _NO_ROOM:
                if os.strerror(number) in str(cause):
                    return OSError(number, os.strerror(number))
        cause = cause.__cause__
    return None
