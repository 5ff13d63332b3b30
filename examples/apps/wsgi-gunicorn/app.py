"""A WSGI app that takes as many seconds as it is asked for."""
import time

from flask import Flask, request

import contract

app = Flask(__name__)


@app.get("/health")
def health():
    return ("stopping\n", 503) if contract.stopping() else "ok\n"


@app.get("/work")
def work():
    seconds = request.args.get("seconds", type=float)
    if seconds is None or seconds < 0:
        return "seconds must be a number from 0\n", 400
    time.sleep(seconds)
    return "done\n"
