// Command batch-s3 is a job of many steps whose checkpoint is in S3, so that any task can
// go on where one was stopped. Each step's result is an object of its own, written once;
// the checkpoint follows it, and only over the one that this task has written before.
package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	steps, err := strconv.Atoi(os.Getenv("STEPS"))
	if err != nil || os.Getenv("BUCKET") == "" || os.Getenv("JOB") == "" {
		slog.Error("STEPS must be a number, JOB the name of the job, and BUCKET where its checkpoint and results are")
		os.Exit(1)
	}
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		slog.Error("no AWS configuration", "error", err)
		os.Exit(1)
	}
	client := s3.NewFromConfig(settings, func(o *s3.Options) {
		// Another S3 has no name for each bucket.
		o.UsePathStyle = os.Getenv("AWS_ENDPOINT_URL") != ""
	})
	j := job{store{client, os.Getenv("BUCKET"), os.Getenv("JOB")}, steps, rand.Text()}
	var app lifecycle.App
	app.Go("job", j.run)
	app.Main()
}
