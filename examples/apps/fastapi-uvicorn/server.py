"""uvicorn, with the delay before its own stop and a bound on its drain."""
import asyncio
import logging
import signal

import uvicorn

import stop
from contract import DELAY, DRAIN

log = logging.getLogger("server")


class Server(uvicorn.Server):
    """uvicorn closes its listeners the moment it is signalled. This one goes on for
    the delay first. What the drain does not finish is cancelled: with force_exit
    uvicorn would leave out the end of the lifespan, and with it all that is closed
    there."""

    def handle_exit(self, sig, frame):
        if stop.begin(signal.Signals(sig).name):
            loop = asyncio.get_running_loop()
            loop.call_later(DELAY, self.close, sig, frame)
            loop.call_later(DELAY + DRAIN, self.cut)

    def close(self, sig, frame):
        stop.step("delay")
        super().handle_exit(sig, frame)

    def cut(self):
        cut = list(self.server_state.tasks)
        if cut:
            log.error("the drain is over: requests are cut", extra={"fields": {"requests": len(cut), "left_seconds": stop.left()}})
        for task in cut:
            task.cancel()
