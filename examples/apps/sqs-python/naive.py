"""The worker as most people write it: a message is deleted when it is received, so that
nobody gets it again, and the signal ends the process wherever it is."""
import json
import os
import threading
import time

import boto3

sqs = boto3.client("sqs", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_SQS"))
queue = os.environ["QUEUE_URL"]


def loop():
    while True:
        got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1, WaitTimeSeconds=20)
        for message in got.get("Messages", []):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            time.sleep(json.loads(message["Body"])["seconds"])


for _ in range(3):
    threading.Thread(target=loop, daemon=True).start()
loop()
