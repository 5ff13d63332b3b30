"""The stop: who asks for it, its clock, a line for each step, and the bound on all of
them. It begins with the signal, also while the rest is still imported: this comes first."""
import logging
import os
import signal
import threading
import time

from contract import DEADLINE, DELAY, DRAIN

log = logging.getLogger("stop")
# Set from the signal on.
stopping = threading.Event()
_began = None

# A handler in Python runs in the main thread alone, when that comes to it. Python itself
# writes the signal's number to this pipe at once, and a thread reads it.
_read, _write = os.pipe()
os.set_blocking(_write, False)


def _begin():
    global _began
    number = None
    while number not in (signal.SIGTERM, signal.SIGINT):
        number = os.read(_read, 1)[0]  # Or a signal that somebody else has a handler for.
    name = signal.Signals(number).name
    _began = time.monotonic()
    # A thread of its own: whatever hangs, the process is gone before SIGKILL.
    bound = threading.Timer(DEADLINE - 0.2, give_up)
    bound.daemon = True
    bound.start()
    stopping.set()
    log.info("stopping", extra={"fields": {"because": name, "left_seconds": left()}})


def step(name):
    log.info("step done", extra={"fields": {"step": name, "left_seconds": left()}})


def left():
    """Seconds until the deadline."""
    return round(DEADLINE - (time.monotonic() - _began), 1)


def drain_left():
    """Seconds that the messages in hand still have."""
    return max(0, DELAY + DRAIN - (time.monotonic() - _began))


def give_up():
    # The last lines may hang as well, so that somebody else writes them.
    last = threading.Thread(target=log.error, args=("the deadline has come: ending at once",), daemon=True)
    last.start()
    last.join(0.1)
    os._exit(1)


signal.set_wakeup_fd(_write)
signal.signal(signal.SIGTERM, lambda *_: None)
signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C, in local use.
threading.Thread(target=_begin, daemon=True).start()
