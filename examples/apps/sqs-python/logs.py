"""Log lines in JSON, each written at once."""
import json
import logging
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


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(Line())
logging.basicConfig(level=logging.INFO, handlers=[handler])
logging.getLogger("botocore").setLevel(logging.WARNING)
