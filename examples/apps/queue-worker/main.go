// Command queue-worker works off an SQS queue through lifecycle's consumer: on
// the stop signal it fetches no more, finishes what it has in hand, and gives
// back what it cannot finish.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		slog.Error("no AWS configuration", "error", err)
		os.Exit(1)
	}
	q := queue{client: sqs.NewFromConfig(settings), url: os.Getenv("QUEUE_URL")}
	var app lifecycle.App
	lifecycle.Consume(&app, "jobs", lifecycle.Consumer[types.Message]{
		Fetch: q.fetch, Work: work, Ack: q.done, Extend: q.hide, Return: q.giveBack, Loops: 4,
	})
	app.Main()
}

type queue struct {
	client *sqs.Client
	url    string
}

// fetch waits for one message.
func (q queue) fetch(ctx context.Context) (types.Message, error) {
	out, err := q.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: &q.url, MaxNumberOfMessages: 1, WaitTimeSeconds: 20})
	if err != nil {
		return types.Message{}, err
	}
	if len(out.Messages) == 0 {
		return types.Message{}, lifecycle.ErrNothing
	}
	return out.Messages[0], nil
}

// work takes as many seconds as the message says.
func work(ctx context.Context, m types.Message) error {
	var job struct{ Seconds float64 }
	if err := json.Unmarshal([]byte(*m.Body), &job); err != nil {
		return err
	}
	slog.Info("begun", "message", *m.MessageId)
	select {
	case <-time.After(time.Duration(job.Seconds * float64(time.Second))):
		slog.Info("done", "message", *m.MessageId)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// done removes a message whose work is done.
func (q queue) done(ctx context.Context, m types.Message) error {
	_, err := q.client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle})
	return err
}

// hide keeps others from seeing a message for so long from now on.
func (q queue) hide(ctx context.Context, m types.Message, visibility time.Duration) error {
	_, err := q.client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: int32(visibility.Seconds())}) //nolint:gosec // At most 12 hours.
	return err
}

// giveBack makes a message visible again at once.
func (q queue) giveBack(ctx context.Context, m types.Message) error {
	_, err := q.client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: 0})
	if err == nil {
		slog.Info("given back", "message", *m.MessageId)
	}
	return err
}
