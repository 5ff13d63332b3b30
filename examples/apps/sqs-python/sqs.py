"""The queue: a long poll that ends by itself, and calls that are quick or fail."""
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from contract import DELAY, DRAIN

# How many messages are in hand at the same time.
LOOPS = int(os.environ.get("LOOPS", "4"))
# boto3 cannot break a receive off, and one that is broken off may take a message with
# it, which then lies with nobody until its visibility timeout. So a poll that is open
# at the signal ends by itself within the drain, and what it brings is given back.
WAIT = max(1, min(20, DELAY + DRAIN - 1))
URL = os.environ["QUEUE_URL"]
# boto3 reads AWS_ENDPOINT_URL_SQS itself from 1.28 on.
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL_SQS")

_polls = boto3.client("sqs", endpoint_url=ENDPOINT, config=Config(max_pool_connections=LOOPS, read_timeout=WAIT + 5, retries={"total_max_attempts": 1}))
# Those that hide a message, give it back or delete it do not wait for long: each can be
# made again, and the time of a stop is short.
_calls = boto3.client("sqs", endpoint_url=ENDPOINT, config=Config(max_pool_connections=3 * LOOPS, connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2}))


def receive():
    """Wait for one message; None when none came."""
    got = _polls.receive_message(QueueUrl=URL, MaxNumberOfMessages=1, WaitTimeSeconds=WAIT)
    return next(iter(got.get("Messages", [])), None)


def hide(message, seconds):
    """Keep others from seeing a message for so long from now on; with 0 they see it at
    once, by which it is given back."""
    _calls.change_message_visibility(QueueUrl=URL, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds)


def delete(message):
    _calls.delete_message(QueueUrl=URL, ReceiptHandle=message["ReceiptHandle"])


def gone(error):
    """Whether an error says that the receipt is worth nothing any more."""
    return isinstance(error, ClientError) and error.response["Error"]["Code"] in ("ReceiptHandleIsInvalid", "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight", "InvalidParameterValue")
