//go:build drills

package drill

import (
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// botoCalls makes every call with boto3, and prints what it gets.
const botoCalls = `
import json, os, boto3, botocore
sqs = boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL_SQS"])
url = sqs.get_queue_url(QueueName="drill")["QueueUrl"]
assert url == os.environ["QUEUE_URL"], url
queue = {"QueueUrl": url}
body = 'snow ☃ & <tags> "quoted"\r\n'
sent = sqs.send_message(MessageBody=body, **queue)
got = sqs.receive_message(MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=30, **queue)["Messages"]
assert got[-1]["Body"] == body, got
print([m["MessageId"] for m in got], sent["MessageId"])
def tried(name, **arguments):
    try:
        answer = getattr(sqs, name)(**queue, **arguments)
        print(name, {k: v for k, v in answer.items() if k != "ResponseMetadata"})
    except botocore.exceptions.ClientError as error:
        print(name, error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"], error.response["Error"]["Message"])
handle = got[0]["ReceiptHandle"]
tried("change_message_visibility", ReceiptHandle=handle, VisibilityTimeout=0)
tried("receive_message", VisibilityTimeout=0, AttributeNames=["ApproximateReceiveCount"])
stamps = sqs.receive_message(VisibilityTimeout=30, AttributeNames=["All"], **queue)["Messages"][0]["Attributes"]
print(sorted(stamps), stamps["SentTimestamp"] <= stamps["ApproximateFirstReceiveTimestamp"])
tried("delete_message", ReceiptHandle=handle)
tried("change_message_visibility_batch", Entries=[{"Id": "a", "ReceiptHandle": got[1]["ReceiptHandle"], "VisibilityTimeout": 20}, {"Id": "b", "ReceiptHandle": handle, "VisibilityTimeout": 20}])
tried("delete_message_batch", Entries=[{"Id": "a", "ReceiptHandle": got[1]["ReceiptHandle"]}])
tried("get_queue_attributes", AttributeNames=["All"])
tried("receive_message", WaitTimeSeconds=0)
tried("purge_queue")
`

const botoSays = `['message-2', 'message-3'] message-3
change_message_visibility {}
receive_message {'Messages': [{'MessageId': 'message-2', 'ReceiptHandle': 'message-2#2', 'MD5OfBody': '19545f89c1821a111d6e74abd4f356c6', 'Body': '<two> & more\n', 'Attributes': {'ApproximateReceiveCount': '2'}}]}
['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SentTimestamp'] True
delete_message 400 ReceiptHandleIsInvalid the receipt handle has expired
change_message_visibility_batch {'Successful': [{'Id': 'a'}], 'Failed': [{'Id': 'b', 'SenderFault': True, 'Code': 'ReceiptHandleIsInvalid'}]}
delete_message_batch {'Successful': [{'Id': 'a'}]}
get_queue_attributes {'Attributes': {'ApproximateNumberOfMessages': '0', 'ApproximateNumberOfMessagesNotVisible': '2', 'VisibilityTimeout': '60'}}
receive_message {}
purge_queue 400 InvalidAction the drill's queue does not know PurgeQueue
`

// Debian's boto3 speaks the Query protocol and understands each answer.
func TestSQS_boto3(t *testing.T) {
	python := exec.Command("/usr/bin/python3", "-c", "import boto3, botocore; print(boto3.__version__, botocore.__version__)")
	version, err := python.CombinedOutput()
	if err != nil {
		t.Fatalf("this test needs boto3: install Debian's python3-boto3: %v\n%s", err, version)
	}
	s := receivedOne(t)
	calls := exec.Command("/usr/bin/python3", "-W", "ignore", "-c", botoCalls)
	calls.Env = append(os.Environ(), s.environment()...)
	out, err := calls.CombinedOutput()
	if diff := cmp.Diff(botoSays, string(out)); err != nil || diff != "" {
		t.Errorf("boto3 and botocore %s: %v (-want +got):\n%s", version, err, diff)
	}
}
