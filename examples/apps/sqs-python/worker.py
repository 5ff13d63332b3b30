"""A worker of an SQS queue that stops by its contract: it polls no more from the signal
on, finishes what it has in hand, and gives back what it cannot finish."""
import logging
import os
import threading
import time

import logs
import stop  # isort: skip  (Before what takes long to import: no signal is missed.)
import sqs
from hiding import Hiding
from work import Cut, work

log = logging.getLogger("worker")
in_hand = set()
# Set when the drain is over.
over = threading.Event()


def loop():
    while not stop.stopping.is_set():
        try:
            message = sqs.receive()
        except Exception as error:
            log.error("receive failed", extra={"fields": {"error": str(error)}})
            stop.stopping.wait(1)
            continue
        if message and stop.stopping.is_set():
            # It came with the poll that was open at the signal: somebody else can have it.
            give_back(message, "it came late")
        elif message:
            handle(message)


def handle(message):
    say("begun", message)
    hidden = Hiding(message)
    in_hand.add(hidden)
    if over.is_set():  # Or the end of the drain has missed it.
        hidden.cut.set()
    try:
        work(message["Body"], hidden.cut)
    except Cut:
        settle(hidden, "it was cut")
    except Exception:
        # A message that fails each time is for the queue's dead-letter queue.
        log.exception("work failed", extra={"fields": {"message": message["MessageId"]}})
        settle(hidden, "its work failed")
        stop.stopping.wait(1)
    else:
        settle(hidden)
    in_hand.discard(hidden)


def settle(hidden, undone=None):
    """Delete a message that is done, and give back another one, unless others may have
    it. A call that hides it anew must not come after that, so that it is waited for; one
    that takes long is followed by a second try."""
    if not hidden.settle():
        return  # The end of the drain was quicker.
    message = hidden.message
    if not undone:
        say("done", message)
    quiet = hidden.rest(0.2)
    if not undone:
        delete(message)
    elif hidden.seen():
        say("left to others", message)
    else:
        give_back(message, undone)
        if not quiet and hidden.rest(2):
            give_back(message, undone)
    hidden.gone.set()


def delete(message):
    try:
        sqs.delete(message)
    except Exception as error:
        log.error("not deleted: it comes again", extra={"fields": {"message": message["MessageId"], "error": str(error)}})


def give_back(message, because):
    try:
        sqs.hide(message, 0)
        say("given back", message, because=because)
    except Exception as error:
        log.error("not given back: it comes when its visibility timeout is over", extra={"fields": {"message": message["MessageId"], "error": str(error)}})


def say(what, message, **fields):
    log.info(what, extra={"fields": {"message": message["MessageId"], **fields}})


def finish(loops):
    """The messages in hand have the drain, and what is left of them goes back."""
    for one in loops:
        one.join(stop.drain_left())
    over.set()
    left = list(in_hand)
    if left:
        log.error("the drain is over: messages are given back", extra={"fields": {"messages": len(left), "left_seconds": stop.left()}})
    for hidden in left:
        hidden.cut.set()
    # Work that looks whether it is cut ends by itself; of other work the message is
    # given back from here, all at once.
    limit = time.monotonic() + 0.2
    for hidden in left:
        hidden.gone.wait(max(0, limit - time.monotonic()))
    for hidden in left:
        threading.Thread(target=settle, args=(hidden, "its work goes on"), daemon=True).start()
    for hidden in left:
        hidden.gone.wait(max(0, stop.left() - 0.5))
    if not in_hand:  # A poll that is still open ends by itself.
        for one in loops:
            one.join(max(0, stop.left() - 0.5))


def main():
    loops = [threading.Thread(target=loop, daemon=True) for _ in range(sqs.LOOPS)]
    for one in loops:
        one.start()
    stop.stopping.wait()
    finish(loops)
    stop.step("messages")
    # close_pools() and provider.shutdown()  # Databases, then telemetry.
    stop.step("logs")
    # What does not look whether it is cut is worked on by somebody else by now.
    os._exit(0)


if __name__ == "__main__":
    main()
