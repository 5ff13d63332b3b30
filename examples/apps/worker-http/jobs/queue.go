// Package jobs has the queue of the worker, and its handlers.
package jobs

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

// Queue is an SQS queue of jobs.
type Queue struct {
	client *sqs.Client
	url    string
}

// Open finds the queue. An error is one of the AWS configuration.
func Open(ctx context.Context, url string) (Queue, error) {
	settings, err := config.LoadDefaultConfig(ctx)
	return Queue{sqs.NewFromConfig(settings), url}, err
}

// Fetch waits up to 20 s for one message.
func (q Queue) Fetch(ctx context.Context) (types.Message, error) {
	out, err := q.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: &q.url, MaxNumberOfMessages: 1, WaitTimeSeconds: 20})
	if err != nil {
		return types.Message{}, err
	}
	if len(out.Messages) == 0 {
		return types.Message{}, lifecycle.ErrNothing
	}
	return out.Messages[0], nil
}

// Work takes as many seconds as the message says.
func (q Queue) Work(ctx context.Context, m types.Message) error {
	var job struct{ Seconds float64 }
	if err := json.Unmarshal([]byte(*m.Body), &job); err != nil {
		return err
	}
	select {
	case <-time.After(time.Duration(job.Seconds * float64(time.Second))):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Done removes a message whose work is done.
func (q Queue) Done(ctx context.Context, m types.Message) error {
	_, err := q.client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle})
	return err
}

// GiveBack makes a message visible again at once.
func (q Queue) GiveBack(ctx context.Context, m types.Message) error {
	_, err := q.client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: 0})
	return err
}
