"""Log lines in JSON, which a worker keeps together as an app with many of them does."""
import json
import logging
import logging.handlers
import sys
import threading
import time


class Line(logging.Formatter):
    """One record as one line; its extra "fields" stand beside the message."""

    def format(self, record):
        line = {"time": self.time(record), "level": record.levelname, "msg": record.getMessage(), **getattr(record, "fields", {})}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, separators=(",", ":"))

    def time(self, record):
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{record.msecs:03.0f}Z"


# The master writes each line at once: what it kept would be written by each worker too
# that is forked from it.
kept = logging.handlers.MemoryHandler(1000, flushLevel=logging.NOTSET, target=logging.StreamHandler(sys.stdout))
kept.target.setFormatter(Line())


def begin():
    logging.basicConfig(level=logging.INFO, handlers=[kept])


def keep():
    """From now on lines are kept, in the worker that calls this. An error is not, with
    what came before it: it may be the last line."""
    kept.flushLevel = logging.ERROR
    threading.Thread(target=write_every, args=(5,), daemon=True).start()


def write_every(seconds):
    """The ticker that writes what is kept."""
    while True:
        time.sleep(seconds)
        kept.flush()


def end():
    """Write what is kept, and from now on each line at once: some may still come."""
    kept.flush()
    kept.flushLevel = logging.NOTSET
