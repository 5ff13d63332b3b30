"""A message in hand, which a thread hides from others anew while it is worked on."""
import logging
import threading
import time

import sqs
from contract import HEARTBEAT, VISIBILITY

log = logging.getLogger("hiding")
# SQS hides a message for 12 hours in all, counted from its receive, however often it is
# hidden anew; more is an error. The calls themselves take a moment of it.
LONGEST = 12 * 3600 - 5


class Hiding:
    """cut is set when the work has to end: by the stop, or because others may see the
    message; seen says that it was that. gone is set when the message is deleted or given
    back."""

    def __init__(self, message):
        self.message, self.cut, self.gone = message, threading.Event(), threading.Event()
        self._seen, self._settled = False, False
        self._lock = threading.Lock()
        self._rest = threading.Event()
        self._over = self._beats = None
        if HEARTBEAT is not None:
            self._extended(time.monotonic() + VISIBILITY)
            self._beats = threading.Thread(target=self._beat, daemon=True)
            self._beats.start()

    def seen(self):
        return self._seen

    def rest(self, seconds):
        """Begin no other call, and wait for the one that is under way. False says that
        it is under way still."""
        self._rest.set()
        if self._over:
            self._over.cancel()
        if self._beats:
            self._beats.join(seconds)
        return not (self._beats and self._beats.is_alive())

    def settle(self):
        """True once: to whoever deletes the message or gives it back."""
        with self._lock:
            first, self._settled = not self._settled, True
            return first

    def _beat(self):
        """Hide the message at once, as the queue may have another time while a change of
        the profile is under way, and at every heartbeat. A call that failed is made
        again soon, until others may see the message."""
        fetched = time.monotonic()
        pause = 0
        while not self._rest.wait(pause):
            now = time.monotonic()
            span = int(min(VISIBILITY, fetched + LONGEST - now))
            if span <= 0 or now + span <= self._until:
                return  # The queue hides it no longer than it does already.
            try:
                sqs.hide(self.message, span)
            except Exception as error:
                if self._rest.is_set():
                    return
                log.error("not hidden", extra={"fields": {"message": self.message["MessageId"], "error": str(error)}})
                if sqs.gone(error):
                    self._lose()
                    return
                pause = HEARTBEAT / 4
                continue
            if not self._rest.is_set():
                self._extended(now + span)
            pause = max(0, HEARTBEAT - (time.monotonic() - now))

    def _extended(self, until):
        """Others may see the message from then on, unless it is hidden anew before."""
        if self._over:
            self._over.cancel()
        self._until = until
        self._over = threading.Timer(until - time.monotonic(), self._lose)
        self._over.daemon = True
        self._over.start()

    def _lose(self):
        """Others may have the message: it is worked on here no more, and not given back."""
        if not self._rest.is_set():
            self._seen = True
            self._rest.set()
            log.error("others may see the message", extra={"fields": {"message": self.message["MessageId"]}})
            self.cut.set()
