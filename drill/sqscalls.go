package drill

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
)

// sqsProtocol is how a worker's SDK speaks to SQS: in JSON, or in the Query
// protocol of SDKs from before 2024.
type sqsProtocol interface {
	// read takes the call out of a request.
	read(r *http.Request, body []byte) (action string, in sqsRequest, err error)
	// readAnswer takes what concerns messages out of an answer.
	readAnswer(answer []byte) (sqsAnswer, error)
	// answer writes what came of a call, one of the types below.
	answer(w http.ResponseWriter, action string, out any)
	// refuse writes why nothing came of it.
	refuse(w http.ResponseWriter, fault sqsFault)
}

// protocolOf tells the protocol by the type of the body, which every SDK names.
func protocolOf(r *http.Request) sqsProtocol {
	if strings.HasPrefix(r.Header.Get("Content-Type"), formType) {
		return sqsQuery{}
	}
	return sqsJSON{}
}

// sqsRequest has the members of every request that is understood.
type sqsRequest struct {
	QueueUrl            string //nolint:revive // SQS spells it so.
	MaxNumberOfMessages *int
	WaitTimeSeconds     float64
	VisibilityTimeout   *int
	ReceiptHandle       string
	MessageBody         string
	Entries             []sqsRequestEntry
	// Both say which attributes of messages are asked for; AttributeNames is the
	// older name.
	AttributeNames, MessageSystemAttributeNames []string
}

// sqsRequestEntry is one message of a batch.
type sqsRequestEntry struct {
	Id                string //nolint:revive // SQS spells it so.
	ReceiptHandle     string
	VisibilityTimeout int
}

// sqsAnswer is what an answer may say of messages.
type sqsAnswer struct {
	MessageId string       `xml:"SendMessageResult>MessageId"` //nolint:revive // SQS spells it so.
	Messages  []sqsMessage `xml:"ReceiveMessageResult>Message"`
}

// sqsDelivered is a message with the attributes that were asked for.
type sqsDelivered struct {
	sqsMessage
	Attributes sqsNamed `json:",omitempty" xml:"Attribute"`
}

type sqsMessage struct {
	MessageId     string //nolint:revive // SQS spells it so.
	ReceiptHandle string
	MD5OfBody     string
	Body          string
}

// The answers. Their names are those of the JSON protocol, and those of the Query
// protocol stand in the tags.
type (
	sqsNothing  struct{}
	sqsReceived struct {
		Messages []sqsDelivered `xml:"Message"`
	}
	sqsQueue struct {
		QueueUrl string //nolint:revive // SQS spells it so.
	}
	sqsSent struct {
		MessageId        string //nolint:revive // SQS spells it so.
		MD5OfMessageBody string
	}
	sqsAttributes []sqsAttribute
	sqsAttribute  struct{ Name, Value string }
	sqsBatch      struct {
		Successful []sqsBatchEntry
		Failed     []sqsBatchEntry `xml:"BatchResultErrorEntry"`
	}
	sqsBatchEntry struct {
		XMLName     xml.Name `json:"-"`
		Id          string   //nolint:revive // SQS spells it so.
		Code        string   `json:",omitempty" xml:",omitempty"`
		SenderFault bool     `json:",omitempty" xml:",omitempty"`
	}
)

func newBatch() sqsBatch { return sqsBatch{[]sqsBatchEntry{}, []sqsBatchEntry{}} }

// add notes what came of one message of a batch.
func (b *sqsBatch) add(action, id string, ok bool) {
	if !ok {
		b.Failed = append(b.Failed, sqsBatchEntry{Id: id, Code: badReceipt.query, SenderFault: true})
		return
	}
	b.Successful = append(b.Successful, sqsBatchEntry{XMLName: xml.Name{Local: action + "ResultEntry"}, Id: id})
}

// MarshalJSON writes the attributes as one object.
func (a sqsAttributes) MarshalJSON() ([]byte, error) {
	all := map[string]string{}
	for _, one := range a {
		all[one.Name] = one.Value
	}
	return json.Marshal(map[string]any{"Attributes": all})
}

// MarshalXML writes the attributes as elements, side by side.
func (a sqsAttributes) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	type elements struct{ Attribute []sqsAttribute }
	return e.EncodeElement(elements{a}, start)
}

// sqsFault is why a call was refused.
type sqsFault struct {
	kind sqsKind
	text string
}

// sqsKind is a kind of fault, as each protocol calls it.
type sqsKind struct{ json, query string }

var (
	unreadable     = sqsKind{"com.amazon.coral.service#SerializationException", "MalformedQueryString"}
	unknownAction  = sqsKind{"com.amazon.coral.service#UnknownOperationException", "InvalidAction"}
	badReceipt     = sqsKind{"com.amazonaws.sqs#ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"}
	expiredReceipt = &sqsFault{badReceipt, "the receipt handle has expired"}
)
