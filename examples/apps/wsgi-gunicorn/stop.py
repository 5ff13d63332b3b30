"""The clock of the stop, which the master and its workers share, and a line for each
step.

gunicorn.conf.py imports this in the master before the workers are forked, so that all
of them see when the stop began. Time since the machine's start is the same in each.
"""
import logging
import mmap
import struct
import time

from contract import DEADLINE

log = logging.getLogger("stop")
_began = mmap.mmap(-1, 8)


def began():
    return struct.unpack("d", _began[:8])[0]


def stopping():
    return began() != 0


def begin(because):
    """Start the clock. False says that it runs already."""
    if stopping():
        return False
    _began[:8] = struct.pack("d", time.monotonic())
    log.info("stopping", extra={"fields": {"because": because, "left_seconds": left()}})
    return True


def step(name):
    log.info("step done", extra={"fields": {"step": name, "left_seconds": left()}})


def left():
    """Where nothing has been stopped yet, as when gunicorn replaces a worker, there is
    the whole time."""
    return round(DEADLINE - (time.monotonic() - began() if stopping() else 0), 1)
