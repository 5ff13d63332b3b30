"""The shutdown contract, in seconds, as the infrastructure sets it."""
import os
import sys


def seconds(name, fallback):
    """Read one variable; a wrong value refuses the start."""
    text = os.environ.get(name)
    if text is None:
        if fallback is not None:
            print(f"{name} is not set: {fallback} s", file=sys.stderr)
        return fallback
    if not text.isdecimal():
        sys.exit(f"{name}={text} must be whole seconds from 0")
    return int(text)


DELAY = seconds("SHUTDOWN_DELAY_SECONDS", 0)
DRAIN = seconds("SHUTDOWN_DRAIN_SECONDS", 20)
CLEANUP = seconds("SHUTDOWN_CLEANUP_SECONDS", 5)
DEADLINE = seconds("SHUTDOWN_DEADLINE_SECONDS", 25)
# How often the message in hand is hidden anew, and for how long each time; None where
# the queue hides it for long enough.
HEARTBEAT = seconds("SHUTDOWN_HEARTBEAT_SECONDS", None)
VISIBILITY = seconds("SHUTDOWN_VISIBILITY_SECONDS", None)
if (HEARTBEAT is None) != (VISIBILITY is None):
    sys.exit("SHUTDOWN_HEARTBEAT_SECONDS and SHUTDOWN_VISIBILITY_SECONDS must be set together")
if HEARTBEAT is not None and not 0 < HEARTBEAT < VISIBILITY <= 43200:
    sys.exit(f"SHUTDOWN_HEARTBEAT_SECONDS={HEARTBEAT} must be from 1 and shorter than SHUTDOWN_VISIBILITY_SECONDS={VISIBILITY}, which is at most 43200")
