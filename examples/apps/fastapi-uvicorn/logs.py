"""Log lines in JSON, kept together as an app with many of them does."""
import asyncio
import json
import logging
import logging.handlers
import sys
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


# An error is not kept back, with what came before it: it may be the last line.
kept = logging.handlers.MemoryHandler(1000, flushLevel=logging.ERROR, target=logging.StreamHandler(sys.stdout))
kept.target.setFormatter(Line())


def begin():
    logging.basicConfig(level=logging.INFO, handlers=[kept])


async def write_every(seconds):
    """The ticker that writes what is kept."""
    while True:
        await asyncio.sleep(seconds)
        kept.flush()


def end():
    """Write what is kept, and from now on each line at once: some still come."""
    kept.flush()
    kept.flushLevel = logging.NOTSET
