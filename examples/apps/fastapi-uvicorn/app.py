"""A FastAPI app that stops by its contract, and ends what it has in the order in which
nothing is missed: readiness off, listener, workers, pools, telemetry, logs."""
import asyncio
import logging
import os
import sys
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI, Header, Query, Response

import logs
import stop
from contract import CLEANUP, KEEP_ALIVE
from server import Server


@asynccontextmanager
async def lifespan(app):
    ticker = asyncio.create_task(logs.write_every(5))
    if shop:
        await shop.open()
    yield
    # uvicorn comes here when its listeners are closed and the last request has ended.
    stop.step("listener")
    ticker.cancel()
    stop.step("workers")
    if shop:
        await close("database", shop.close_database)
        await close("redis", shop.close_redis)
    # await asyncio.to_thread(provider.shutdown)  # OpenTelemetry's TracerProvider.
    stop.step("logs")
    logs.end()


async def close(name, do):
    """One that hangs must not keep the next from being closed."""
    try:
        await do(min(CLEANUP, stop.left()) / 3)
        stop.step(name)
    except Exception:
        logging.exception("%s is not closed", name)


shop = None
if "DATABASE_URL" in os.environ:  # Without it there are no orders.
    from orders import Shop
    shop = Shop()

app = FastAPI()
app.router.lifespan_context = lifespan  # FastAPI(lifespan=lifespan) from 0.93 on.


@app.get("/health")
async def health(response: Response):
    if stop.began is not None:
        response.status_code = 503
    return {}


@app.get("/work")
async def work(seconds: float = Query(ge=0)):
    await asyncio.sleep(seconds)
    return {"done": True}


if shop:
    @app.post("/orders", status_code=201)
    async def order(seconds: float = Query(0, ge=0), idempotency_key: str = Header()):
        await shop.take(idempotency_key, seconds)
        return {"ordered": True}


if __name__ == "__main__":
    logs.begin()
    config = uvicorn.Config(app, host=os.environ.get("HOST", "0.0.0.0"), port=int(os.environ.get("PORT", "8080")),
                            timeout_keep_alive=KEEP_ALIVE, access_log=False, log_config=None)
    server = Server(config)
    server.run()
    sys.exit(0 if server.started else 3)
