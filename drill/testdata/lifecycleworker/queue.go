package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"time"
)

// message is a message as SQS gives it.
type message struct{ ReceiptHandle, Body string }

// takes is how long the message's work takes.
func (m message) takes() time.Duration {
	var job struct{ Seconds float64 }
	if err := json.Unmarshal([]byte(m.Body), &job); err != nil {
		panic(err)
	}
	return time.Duration(job.Seconds * float64(time.Second))
}

func (m message) call(action string) error {
	return call(context.Background(), action, map[string]any{"ReceiptHandle": m.ReceiptHandle, "VisibilityTimeout": 0}, nil)
}

func receive(ctx context.Context) (message, bool) {
	var got struct{ Messages []message }
	if call(ctx, "ReceiveMessage", map[string]any{"WaitTimeSeconds": 5}, &got) != nil || len(got.Messages) == 0 {
		return message{}, false
	}
	return got.Messages[0], true
}

// call calls SQS as its JSON protocol has it.
func call(ctx context.Context, action string, in map[string]any, out any) error {
	in["QueueUrl"] = os.Getenv("QUEUE_URL")
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("AWS_ENDPOINT_URL_SQS"), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("X-Amz-Target", "AmazonSQS."+action)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		time.Sleep(20 * time.Millisecond)
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if out == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(out)
}
