"""What a message asks for."""
import json


class Cut(Exception):
    """The work was broken off before it was done."""


def work(body, cut):
    """Take as many seconds as the message says. Work that can end early looks at cut
    between two steps; what does not look is ended with the process."""
    if cut.wait(json.loads(body)["seconds"]):
        raise Cut()
