"""What a worker ends, in the order in which nothing is missed: workers, pools,
telemetry, logs. Its listener is closed by then."""
import logging
import threading

import logs
import stop
from app import shop
from contract import CLEANUP


def end():
    """Each step has its bound, and says what it has done."""
    stop.step("listener")
    # Threads of the app's own are stopped here.
    stop.step("workers")
    if shop:
        close("database", shop.close_database)
        close("redis", shop.close_redis)
    # provider.shutdown()  # OpenTelemetry's TracerProvider.
    stop.step("logs")
    logs.end()


def close(name, do):
    """One that hangs must not keep the next from being closed: it waits for a database
    in C, where nothing ends it, so that it is left behind."""
    failed = []

    def attempt():
        try:
            do()
        except Exception as error:
            failed.append(str(error))

    closing = threading.Thread(target=attempt, daemon=True)
    closing.start()
    closing.join(max(0.1, min(CLEANUP, stop.left()) / 3))
    if failed or closing.is_alive():
        logging.error("%s is not closed", name, extra={"fields": {"error": "".join(failed) or "its time is over"}})
    else:
        stop.step(name)
