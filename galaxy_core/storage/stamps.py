"""Whether a file is still what it was, by one `stat`: a stamp is a key of what is remembered,
never part of an identity.

The time of the last change of the inode counts too: it can't be set back, as the time of the last change of a file can.
"""

import os
import time
from pathlib import Path

FRESH = 50_000_000  # nanoseconds: a file this young may change again within one tick of the file system's clock

Stamp = tuple[int, int, int]  # bytes, time of the last change of the content, and of the inode, in nanoseconds


def stamp(path: Path | str) -> Stamp:
    """The stamp of a file. Raises OSError where it can't be had."""
    return of(os.stat(path))


def of(status: os.stat_result) -> Stamp:
    """The stamp by what `os.stat` or a folder's listing says."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_settled(earlier: Stamp) -> bool:
    """Whether any later change gives the file another stamp: it isn't so young that the clock may not have moved."""
    return all(abs(time.time_ns() - moment) > FRESH for moment in earlier[1:])
