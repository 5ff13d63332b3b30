package drill

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

const (
	xmlBegin = `<%sResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">`
	xmlEnd   = `<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></%sResponse>`
)

// Every action says the same in both protocols. The queue has two messages, of which
// the first has been received.
func TestSQS_protocols(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		action string
		// json and form are the request, without the action.
		json, form string
		fails      bool
		// wantXML stands within the response, or is all of it where the call fails.
		wantJSON, wantXML string
	}{
		"receive": {action: "ReceiveMessage", json: `{"MaxNumberOfMessages": 2}`, form: "MaxNumberOfMessages=2",
			wantJSON: `{"Messages":[{"MessageId":"message-2","ReceiptHandle":"message-2#1","MD5OfBody":"19545f89c1821a111d6e74abd4f356c6","Body":"\u003ctwo\u003e \u0026 more\n"}]}`,
			wantXML:  `<ReceiveMessageResult><Message><MessageId>message-2</MessageId><ReceiptHandle>message-2#1</ReceiptHandle><MD5OfBody>19545f89c1821a111d6e74abd4f356c6</MD5OfBody><Body>&lt;two&gt; &amp; more&#xA;</Body></Message></ReceiveMessageResult>`},
		"receive with its count": {action: "ReceiveMessage", json: `{"MessageSystemAttributeNames": ["ApproximateReceiveCount", "AWSTraceHeader"]}`, form: "MessageSystemAttributeName.1=AWSTraceHeader&MessageSystemAttributeName.2=ApproximateReceiveCount",
			wantJSON: `{"Messages":[{"MessageId":"message-2","ReceiptHandle":"message-2#1","MD5OfBody":"19545f89c1821a111d6e74abd4f356c6","Body":"\u003ctwo\u003e \u0026 more\n","Attributes":{"ApproximateReceiveCount":"1"}}]}`,
			wantXML:  `<ReceiveMessageResult><Message><MessageId>message-2</MessageId><ReceiptHandle>message-2#1</ReceiptHandle><MD5OfBody>19545f89c1821a111d6e74abd4f356c6</MD5OfBody><Body>&lt;two&gt; &amp; more&#xA;</Body><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute></Message></ReceiveMessageResult>`},
		"receive with its count by the older name": {action: "ReceiveMessage", json: `{"AttributeNames": ["ApproximateReceiveCount"]}`, form: "AttributeName.1=ApproximateReceiveCount",
			wantJSON: `{"Messages":[{"MessageId":"message-2","ReceiptHandle":"message-2#1","MD5OfBody":"19545f89c1821a111d6e74abd4f356c6","Body":"\u003ctwo\u003e \u0026 more\n","Attributes":{"ApproximateReceiveCount":"1"}}]}`,
			wantXML:  `<ReceiveMessageResult><Message><MessageId>message-2</MessageId><ReceiptHandle>message-2#1</ReceiptHandle><MD5OfBody>19545f89c1821a111d6e74abd4f356c6</MD5OfBody><Body>&lt;two&gt; &amp; more&#xA;</Body><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute></Message></ReceiveMessageResult>`},
		"delete": {action: "DeleteMessage", json: `{"ReceiptHandle": "message-1#1"}`, form: "ReceiptHandle=message-1%231",
			wantJSON: `{}`},
		"delete with a receipt of nobody": {action: "DeleteMessage", json: `{"ReceiptHandle": "message-1#2"}`, form: "ReceiptHandle=message-1%232", fails: true,
			wantJSON: `{"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid","message":"the receipt handle has expired"}`,
			wantXML:  errorXML("ReceiptHandleIsInvalid", "the receipt handle has expired")},
		"hide": {action: "ChangeMessageVisibility", json: `{"ReceiptHandle": "message-1#1", "VisibilityTimeout": 30}`, form: "ReceiptHandle=message-1%231&VisibilityTimeout=30",
			wantJSON: `{}`},
		"hide with a receipt of nobody": {action: "ChangeMessageVisibility", json: `{"ReceiptHandle": "", "VisibilityTimeout": 30}`, form: "VisibilityTimeout=30", fails: true,
			wantJSON: `{"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid","message":"the receipt handle has expired"}`,
			wantXML:  errorXML("ReceiptHandleIsInvalid", "the receipt handle has expired")},
		"delete a batch": {action: "DeleteMessageBatch",
			json:     `{"Entries": [{"Id": "a", "ReceiptHandle": "message-1#1"}, {"Id": "b", "ReceiptHandle": "message-2#1"}]}`,
			form:     "DeleteMessageBatchRequestEntry.1.Id=a&DeleteMessageBatchRequestEntry.1.ReceiptHandle=message-1%231&DeleteMessageBatchRequestEntry.2.Id=b&DeleteMessageBatchRequestEntry.2.ReceiptHandle=message-2%231",
			wantJSON: `{"Successful":[{"Id":"a"}],"Failed":[{"Id":"b","Code":"ReceiptHandleIsInvalid","SenderFault":true}]}`,
			wantXML:  `<DeleteMessageBatchResult><DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry><BatchResultErrorEntry><Id>b</Id><Code>ReceiptHandleIsInvalid</Code><SenderFault>true</SenderFault></BatchResultErrorEntry></DeleteMessageBatchResult>`},
		"hide a batch": {action: "ChangeMessageVisibilityBatch",
			json:     `{"Entries": [{"Id": "a", "ReceiptHandle": "message-1#1", "VisibilityTimeout": 0}]}`,
			form:     "ChangeMessageVisibilityBatchRequestEntry.1.Id=a&ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle=message-1%231&ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=0",
			wantJSON: `{"Successful":[{"Id":"a"}],"Failed":[]}`,
			wantXML:  `<ChangeMessageVisibilityBatchResult><ChangeMessageVisibilityBatchResultEntry><Id>a</Id></ChangeMessageVisibilityBatchResultEntry></ChangeMessageVisibilityBatchResult>`},
		"attributes": {action: "GetQueueAttributes", json: `{}`, form: "AttributeName.1=All",
			wantJSON: `{"Attributes":{"ApproximateNumberOfMessages":"1","ApproximateNumberOfMessagesNotVisible":"1","VisibilityTimeout":"60"}}`,
			wantXML:  `<GetQueueAttributesResult><Attribute><Name>ApproximateNumberOfMessages</Name><Value>1</Value></Attribute><Attribute><Name>ApproximateNumberOfMessagesNotVisible</Name><Value>1</Value></Attribute><Attribute><Name>VisibilityTimeout</Name><Value>60</Value></Attribute></GetQueueAttributesResult>`},
		"the queue's address": {action: "GetQueueUrl", json: `{"QueueName": "drill"}`, form: "QueueName=drill",
			wantJSON: `{"QueueUrl":"ADDRESS/000000000000/drill"}`, wantXML: `<GetQueueUrlResult><QueueUrl>ADDRESS/000000000000/drill</QueueUrl></GetQueueUrlResult>`},
		"send": {action: "SendMessage", json: `{"MessageBody": "a&b=c"}`, form: "MessageBody=a%26b%3Dc",
			wantJSON: `{"MessageId":"message-3","MD5OfMessageBody":"1f07d276b52acc9577e7f2cfdb9bf54b"}`,
			wantXML:  `<SendMessageResult><MessageId>message-3</MessageId><MD5OfMessageBody>1f07d276b52acc9577e7f2cfdb9bf54b</MD5OfMessageBody></SendMessageResult>`},
		"an action of nobody": {action: "PurgeQueue", json: `{}`, form: "", fails: true,
			wantJSON: `{"__type":"com.amazon.coral.service#UnknownOperationException","message":"the drill's queue does not know PurgeQueue"}`,
			wantXML:  errorXML("InvalidAction", "the drill&#39;s queue does not know PurgeQueue")},
	}
	for name, tt := range tests {
		for spoken, form := range map[string]bool{"JSON": false, "Query": true} {
			t.Run(name+" in "+spoken, func(t *testing.T) {
				t.Parallel()
				s := receivedOne(t)
				status, got := speak(t, s.queueURL(), form, tt.action, tt.json, tt.form)
				want := tt.wantJSON + "\n"
				if form {
					want = tt.wantXML
					if !tt.fails {
						want = strings.ReplaceAll(xmlBegin+tt.wantXML+xmlEnd, "%s", tt.action)
					}
				}
				if diff := cmp.Diff(strings.ReplaceAll(want, "ADDRESS", s.address), got); diff != "" || (status == http.StatusBadRequest) != tt.fails {
					t.Errorf("status %d (-want +got):\n%s", status, diff)
				}
			})
		}
	}
}

// What cannot be read is refused in the protocol that it was meant in.
func TestSQS_unreadable(t *testing.T) {
	t.Parallel()
	s := receivedOne(t)
	if status, got := speak(t, s.queueURL(), false, "ReceiveMessage", `{"MaxNumberOfMessages": "two"}`, ""); status != http.StatusBadRequest || !strings.Contains(got, `"__type":"com.amazon.coral.service#SerializationException"`) {
		t.Errorf("status %d: %s", status, got)
	}
	want := errorXML("MalformedQueryString", "MaxNumberOfMessages=two must be a whole number&#xA;VisibilityTimeout=1.5 must be a whole number")
	if status, got := speak(t, s.queueURL(), true, "ReceiveMessage", "", "MaxNumberOfMessages=two&VisibilityTimeout=1.5"); status != http.StatusBadRequest || got != want {
		t.Errorf("status %d (-want +got):\n%s", status, cmp.Diff(want, got))
	}
	if status, got := speak(t, s.queueURL(), true, "ReceiveMessage", "", "MessageBody=%zz"); status != http.StatusBadRequest || !strings.Contains(got, "<Code>MalformedQueryString</Code>") {
		t.Errorf("status %d: %s", status, got)
	}
}

// A proxy before a real queue reads along in both protocols.
func TestSQSRemote_protocols(t *testing.T) {
	t.Parallel()
	type seen struct {
		Received, Extended                   int
		Returned, Deleted, UsedAgain, Sender bool
	}
	for name, form := range map[string]bool{"JSON": false, "Query": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			behind := receivedOne(t)
			target, err := url.Parse(behind.queueURL())
			if err != nil {
				t.Fatal(err)
			}
			q := newQueue(time.Minute)
			if err := q.sendRemote(target, "three", 0); err != nil { // As the drill does.
				t.Fatal(err)
			}
			s, err := newSQSRemote(q, verdict.OldTask, target)
			if err != nil {
				t.Fatal(err)
			}
			defer s.close()
			address := s.address + target.Path
			speak(t, address, form, "ReceiveMessage", `{"MaxNumberOfMessages": 10, "VisibilityTimeout": 50}`, "MaxNumberOfMessages=10&VisibilityTimeout=50")
			receipt := func(visibility string) (string, string) {
				return `{"ReceiptHandle": "message-3#1", "VisibilityTimeout": ` + visibility + `}`, "ReceiptHandle=message-3%231&VisibilityTimeout=" + visibility
			}
			for _, visibility := range []string{"40", "0"} {
				json, text := receipt(visibility)
				speak(t, address, form, "ChangeMessageVisibility", json, text)
			}
			speak(t, behind.queueURL(), false, "ReceiveMessage", `{"MaxNumberOfMessages": 10}`, "") // By somebody else.
			json, text := receipt("30")
			if status, _ := speak(t, address, form, "DeleteMessage", json, text); status != http.StatusBadRequest {
				t.Errorf("a receipt that is out of date deletes: status %d", status)
			}
			speak(t, address, form, "SendMessage", `{"MessageBody": "four"}`, "MessageBody=four")
			speak(t, address, form, "ReceiveMessage", `{}`, "")
			speak(t, address, form, "DeleteMessageBatch", `{"Entries": [{"Id": "a", "ReceiptHandle": "message-4#1"}]}`,
				"DeleteMessageBatchRequestEntry.1.Id=a&DeleteMessageBatchRequestEntry.1.ReceiptHandle=message-4%231")
			var got []seen
			for _, m := range q.messages {
				one := seen{Received: len(m.received), Deleted: !m.deleted.IsZero(), Sender: m.from == verdict.OldTask}
				for _, r := range m.received {
					one.Extended, one.Returned, one.UsedAgain = r.extended, !r.returned.IsZero(), !r.usedAgain.IsZero()
				}
				got = append(got, one)
			}
			want := []seen{{Received: 1, Extended: 1, Returned: true, UsedAgain: true}, {Received: 1, Deleted: true, Sender: true}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// receivedOne is a queue with two messages, of which the first is in hand.
func receivedOne(t *testing.T) *sqs {
	t.Helper()
	q := newQueue(time.Minute)
	q.send("one", 0, "")
	q.receive(verdict.OldTask, 1, 0, time.Minute, nil)
	q.send("<two> & more\n", 0, "")
	s, err := newSQS(q, verdict.OldTask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

// speak makes a call in one of the protocols.
func speak(t *testing.T, address string, form bool, action, json, text string) (status int, answer string) {
	t.Helper()
	kind, body := jsonType, json
	if form {
		kind, body = formType+"; charset=utf-8", "Action="+action+"&Version=2012-11-05&QueueUrl="+url.QueryEscape(address)+"&"+text
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	if !form {
		request.Header.Set("X-Amz-Target", "AmazonSQS."+action)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end.
	all, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(all)
}

func errorXML(code, text string) string {
	return `<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>` + code + `</Code><Message>` + text + `</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>`
}
