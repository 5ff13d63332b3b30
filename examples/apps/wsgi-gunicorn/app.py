"""A WSGI app that takes as many seconds as it is asked for, and orders where it has a
database."""
import os
import time

from flask import Flask, request

import stop

app = Flask(__name__)

shop = None
if "DATABASE_URL" in os.environ:  # Without it there are no orders.
    from orders import Shop
    shop = Shop()


@app.get("/health")
def health():
    return ("stopping\n", 503) if stop.stopping() else "ok\n"


@app.get("/work")
def work():
    seconds = request.args.get("seconds", type=float)
    if seconds is None or seconds < 0:
        return "seconds must be a number from 0\n", 400
    time.sleep(seconds)
    return "done\n"


if shop:
    @app.post("/orders")
    def order():
        id = request.headers.get("Idempotency-Key")
        seconds = request.args.get("seconds", 0, type=float)
        if id is None or seconds < 0:
            return "an order needs a header Idempotency-Key, and seconds from 0\n", 400
        shop.take(id, seconds)
        return {"ordered": True}, 201
