"""The same app for the plain uvicorn command."""
import asyncio

from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/health")
async def health():
    return {}


@app.get("/work")
async def work(seconds: float = Query(ge=0)):
    await asyncio.sleep(seconds)
    return {"done": True}
