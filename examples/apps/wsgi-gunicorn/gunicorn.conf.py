"""gunicorn that stops by its contract.

On SIGTERM gunicorn closes its listeners at once. So the master holds the
signal back for the delay, while the workers go on serving.
"""
import os
import signal

import contract

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8080')}"
workers = 2
worker_class = "gthread"
threads = 32
# Zero would mean no time at all to some versions and no limit to others.
graceful_timeout = max(1, contract.seconds("SHUTDOWN_DRAIN_SECONDS", 5))
keepalive = contract.seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)
delay = contract.seconds("SHUTDOWN_DELAY_SECONDS", 15)


def when_ready(server):
    def hold(_number, _frame):
        if contract.stopping():
            return
        contract.begin_stop()
        server.log.info("SIGTERM: serving for %d s more", delay)
        signal.signal(signal.SIGALRM, lambda *_: server.signal(signal.SIGTERM, None))
        signal.setitimer(signal.ITIMER_REAL, max(delay, 0.001))

    signal.signal(signal.SIGTERM, hold)


def post_fork(_server, _worker):
    # A worker has a SIGTERM of its own, which gunicorn installs after this.
    signal.setitimer(signal.ITIMER_REAL, 0)
