"""A FastAPI app that stops by its contract.

uvicorn closes its listeners the moment it is signalled. This server goes on
for the delay first, and ends what the drain does not finish.
"""
import asyncio
import os
import sys

import uvicorn
from fastapi import FastAPI, Query, Response


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
KEEP_ALIVE = seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)

app = FastAPI()


@app.get("/health")
async def health(response: Response):
    if getattr(app.state, "stopping", False):
        response.status_code = 503
    return {}


@app.get("/work")
async def work(seconds: float = Query(ge=0)):
    await asyncio.sleep(seconds)
    return {"done": True}


class Server(uvicorn.Server):
    """uvicorn, with the delay before its own stop and a bound on its drain."""

    def handle_exit(self, sig, frame):
        if getattr(app.state, "stopping", False):
            return
        app.state.stopping = True
        loop = asyncio.get_running_loop()
        loop.call_later(DELAY, super().handle_exit, sig, frame)
        loop.call_later(DELAY + DRAIN, self.give_up)

    def give_up(self):
        self.force_exit = True


if __name__ == "__main__":
    config = uvicorn.Config(app, host=os.environ.get("HOST", "0.0.0.0"), port=int(os.environ.get("PORT", "8080")),
                            timeout_keep_alive=KEEP_ALIVE, access_log=False)
    Server(config).run()
