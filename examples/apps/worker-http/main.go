// Command worker-http works off an SQS queue and serves HTTP beside it, also to put jobs
// into the queue. On the stop signal its readiness is off and it fetches no more, at once;
// it goes on serving for the delay, in which requests still come; and what is in hand then,
// requests and messages, has the drain to end, within one deadline.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/worker-http/jobs"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready()) // 503 from the signal on.
	mux.HandleFunc("GET /work", jobs.Serve)
	if url := os.Getenv("QUEUE_URL"); url != "" { // Without it there are no jobs.
		q, err := jobs.Open(context.Background(), url)
		if err != nil {
			slog.Error("no AWS configuration", "error", err)
			os.Exit(1)
		}
		mux.HandleFunc("POST /jobs", q.Take)
		lifecycle.Consume(&app, "jobs", lifecycle.Consumer[types.Message]{
			Fetch: q.Fetch, Work: q.Work, Ack: q.Done, Return: q.GiveBack, Loops: 4,
		})
	}
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	app.Main()
}
