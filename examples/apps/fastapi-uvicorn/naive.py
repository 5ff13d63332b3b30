"""The same app for the plain uvicorn command: nobody closes the pools."""
import asyncio
import os

from fastapi import FastAPI, Header, Query

import logs

app = FastAPI()


@app.get("/health")
async def health():
    return {}


@app.get("/work")
async def work(seconds: float = Query(ge=0)):
    await asyncio.sleep(seconds)
    return {"done": True}


if "DATABASE_URL" in os.environ:
    from orders import Shop
    shop = Shop()

    @app.on_event("startup")
    async def startup():
        logs.begin()
        await shop.open()

    @app.post("/orders", status_code=201)
    async def order(seconds: float = Query(0, ge=0), idempotency_key: str = Header()):
        await shop.take(idempotency_key, seconds)
        return {"ordered": True}
