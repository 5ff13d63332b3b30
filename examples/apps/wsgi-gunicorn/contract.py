"""The shutdown contract, and whether the stop has begun.

gunicorn.conf.py imports this in the master before the workers are forked, so
all of them share the one byte.
"""
import mmap
import os
import sys

_shared = mmap.mmap(-1, 1)


def seconds(name, fallback):
    """Read one variable; a wrong value refuses the start."""
    text = os.environ.get(name)
    if text is None:
        print(f"{name} is not set: {fallback} s", file=sys.stderr)
        return fallback
    if not text.isdecimal():
        sys.exit(f"{name}={text} must be whole seconds from 0")
    return int(text)


def begin_stop():
    _shared[0] = 1


def stopping():
    return _shared[0] == 1
