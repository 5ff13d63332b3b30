package drill

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// sqsQuery is the Query protocol, which SDKs from before 2024 speak, such as
// Debian's boto3: a form is answered in XML
// (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html).
type sqsQuery struct{}

const (
	formType       = "application/x-www-form-urlencoded"
	queryNamespace = "http://queue.amazonaws.com/doc/2012-11-05/"
	// queryRequest stands for the call's number, which nobody looks up.
	queryRequest = "00000000-0000-0000-0000-000000000000"
	mostEntries  = 10
)

func (sqsQuery) read(_ *http.Request, body []byte) (action string, in sqsRequest, err error) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return "", in, fmt.Errorf("the form is not one: %w", err)
	}
	f := &form{values: values}
	action = values.Get("Action")
	in = sqsRequest{QueueUrl: values.Get("QueueUrl"), MaxNumberOfMessages: f.number("MaxNumberOfMessages"), VisibilityTimeout: f.number("VisibilityTimeout"),
		WaitTimeSeconds: float64(value(f.number("WaitTimeSeconds"), 0)), ReceiptHandle: values.Get("ReceiptHandle"), MessageBody: values.Get("MessageBody")}
	in.AttributeNames, in.MessageSystemAttributeNames = f.list("AttributeName"), f.list("MessageSystemAttributeName")
	for n := 1; n <= mostEntries; n++ {
		prefix := action + "RequestEntry." + strconv.Itoa(n) + "."
		if !values.Has(prefix + "Id") {
			break
		}
		in.Entries = append(in.Entries, sqsRequestEntry{values.Get(prefix + "Id"), values.Get(prefix + "ReceiptHandle"), value(f.number(prefix+"VisibilityTimeout"), 0)})
	}
	return action, in, errors.Join(f.faults...)
}

// form reads a form's fields and keeps what is wrong with them.
type form struct {
	values url.Values
	faults []error
}

// number reads a whole number; nil where there is none.
func (f *form) number(name string) *int {
	if !f.values.Has(name) {
		return nil
	}
	n, err := strconv.Atoi(f.values.Get(name))
	if err != nil {
		f.faults = append(f.faults, fmt.Errorf("%s=%s must be a whole number", name, f.values.Get(name)))
		return nil
	}
	return &n
}

// list reads fields that are numbered from 1 on.
func (f *form) list(name string) (out []string) {
	for n := 1; f.values.Has(name + "." + strconv.Itoa(n)); n++ {
		out = append(out, f.values.Get(name+"."+strconv.Itoa(n)))
	}
	return out
}

func (sqsQuery) readAnswer(answer []byte) (out sqsAnswer, err error) {
	return out, xml.Unmarshal(answer, &out)
}

func (sqsQuery) answer(w http.ResponseWriter, action string, out any) {
	writeXML(w, http.StatusOK, action+"Response", func(e *xml.Encoder) error {
		type metadata struct{ RequestId string } //nolint:revive // SQS spells it so.
		var result error
		if out != (any)(sqsNothing{}) {
			result = e.EncodeElement(out, element("", action+"Result"))
		}
		return errors.Join(result, e.EncodeElement(metadata{queryRequest}, element("", "ResponseMetadata")))
	})
}

func (sqsQuery) refuse(w http.ResponseWriter, fault sqsFault) {
	writeXML(w, http.StatusBadRequest, "ErrorResponse", func(e *xml.Encoder) error {
		type refusal struct{ Type, Code, Message string }
		return errors.Join(e.EncodeElement(refusal{"Sender", fault.kind.query, fault.text}, element("", "Error")), e.EncodeElement(queryRequest, element("", "RequestId")))
	})
}

// writeXML writes an element with what inside writes.
func writeXML(w http.ResponseWriter, status int, name string, inside func(e *xml.Encoder) error) {
	var text bytes.Buffer
	e, root := xml.NewEncoder(&text), element(queryNamespace, name)
	if err := errors.Join(e.EncodeToken(root), inside(e), e.EncodeToken(root.End()), e.Close()); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	w.Write(text.Bytes()) //nolint:errcheck // The worker has gone then.
}

func element(space, name string) xml.StartElement {
	return xml.StartElement{Name: xml.Name{Space: space, Local: name}}
}
