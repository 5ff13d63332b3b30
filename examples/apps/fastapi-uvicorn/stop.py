"""The clock of the stop: a line for each step, and the bound on all of them."""
import logging
import os
import threading
import time

import logs
from contract import DEADLINE

log = logging.getLogger("stop")
began = None


def begin(because):
    """Start the clock. False says that it runs already."""
    global began
    if began is not None:
        return False
    began = time.monotonic()
    # A thread of its own: whatever hangs, the event loop included, the process is
    # gone before SIGKILL.
    bound = threading.Timer(DEADLINE - 0.2, give_up)
    bound.daemon = True
    bound.start()
    log.info("stopping", extra={"fields": {"because": because, "left_seconds": left()}})
    return True


def step(name):
    log.info("step done", extra={"fields": {"step": name, "left_seconds": left()}})


def left():
    return round(DEADLINE - (time.monotonic() - began), 1)


def give_up():
    # The last lines may hang as well, so that somebody else writes them.
    last = threading.Thread(target=log.error, args=("the deadline has come: ending at once",), daemon=True)
    last.start()
    last.join(0.1)
    os._exit(1)
