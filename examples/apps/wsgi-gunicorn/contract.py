"""The shutdown contract, in seconds, as the infrastructure sets it."""
import os
import sys


def seconds(name, fallback):
    """Read one variable; a wrong value refuses the start."""
    text = os.environ.get(name)
    if text is None:
        print(f"{name} is not set: {fallback} s", file=sys.stderr)
        return fallback
    if not text.isdecimal():
        sys.exit(f"{name}={text} must be whole seconds from 0")
    return int(text)


DELAY = seconds("SHUTDOWN_DELAY_SECONDS", 15)
DRAIN = seconds("SHUTDOWN_DRAIN_SECONDS", 5)
CLEANUP = seconds("SHUTDOWN_CLEANUP_SECONDS", 5)
DEADLINE = seconds("SHUTDOWN_DEADLINE_SECONDS", 25)
KEEP_ALIVE = seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)
