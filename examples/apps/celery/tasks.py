"""A Celery task that takes as many seconds as it is asked for.

On SIGTERM Celery stops fetching and finishes what it has: a warm shutdown. It
has no bound, so tasks must be shorter than the drain. With acks_late a task
that is cut all the same is delivered again.
"""
import os
import time

import redis
from celery import Celery

URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")

app = Celery("tasks", broker=URL)
app.conf.task_acks_late = True
# One task at a time for each process: what is prefetched would wait for the
# visibility timeout when the worker goes.
app.conf.worker_prefetch_multiplier = 1
# The longest task and the stop, so that none is delivered twice.
app.conf.broker_transport_options = {"visibility_timeout": int(os.environ.get("VISIBILITY_TIMEOUT", "60"))}

results = redis.Redis.from_url(URL)


@app.task
def work(number, seconds):
    results.rpush("started", number)
    time.sleep(seconds)
    results.rpush("done", number)
