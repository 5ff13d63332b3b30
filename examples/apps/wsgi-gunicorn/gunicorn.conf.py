"""gunicorn that stops by its contract, and ends what each worker has in the order in
which nothing is missed: readiness off, listener, workers, pools, telemetry, logs.

On SIGTERM gunicorn closes its listeners at once. So the master holds the signal back
for the delay, while the workers go on serving.
"""
import logging
import os
import signal
import sys
import threading

import logs
import stop
from contract import CLEANUP, DELAY, DRAIN, KEEP_ALIVE

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8080')}"
workers = 2
worker_class = "gthread"
threads = 32
# The master kills the workers that are left after this, so that it has to cover what
# they close as well. Zero would mean no time at all to some versions and no limit to
# others.
graceful_timeout = max(1, DRAIN + CLEANUP)
keepalive = KEEP_ALIVE

logs.begin()


def when_ready(server):
    def hold(number, _frame):
        if stop.begin(signal.Signals(number).name):  # The health path answers 503 from here on.
            alarm(DELAY, close)

    def close():
        stop.step("delay")
        server.signal(signal.SIGTERM, None)
        alarm(stop.left() - 0.2, give_up)

    def give_up():
        # Whatever a worker or the log waits for, all are gone before SIGKILL.
        server.kill_workers(signal.SIGKILL)
        last = threading.Thread(target=logging.error, args=("the deadline has come: ending at once",), daemon=True)
        last.start()
        last.join(0.1)
        os._exit(1)

    signal.signal(signal.SIGTERM, hold)
    # gunicorn's own SIGINT is a quick stop.
    signal.signal(signal.SIGINT, hold)


def alarm(seconds, do):
    signal.signal(signal.SIGALRM, lambda *_: do())
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))


def post_fork(_server, worker):
    logs.keep()
    # A worker waits for its requests as long as the drain, and closes its pools then.
    worker.cfg.set("graceful_timeout", max(1, DRAIN))


def post_worker_init(worker):
    # A terminal's SIGINT reaches the workers too, whom the master tells when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from app import shop  # Not before the fork, with what it opens.
    if shop:
        shop.open()


def worker_exit(_server, worker):
    # The master runs this too, for a worker that it did not find any more.
    if worker.pid != os.getpid():
        return
    cut = [f for f in getattr(worker, "futures", []) if not f.done()]
    if cut:
        logging.error("the drain is over: requests are cut", extra={"fields": {"requests": len(cut), "left_seconds": stop.left()}})
    import closing
    closing.end()
    if stop.stopping():
        # Python would wait for the threads of the requests that are cut.
        sys.stderr.flush()
        os._exit(0)
