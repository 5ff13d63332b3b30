package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// store is where a job's checkpoint and results are. S3 takes an object as a whole or not
// at all, so a task that is killed while it writes leaves what was there.
type store struct {
	client      *s3.Client
	bucket, job string
}

func (s store) key(name string) string { return "jobs/" + s.job + "/" + name }

// errSuperseded ends a task whose job another one has taken over.
var errSuperseded = errors.New("another task has gone on with the job")

// load is the checkpoint and its ETag, which is empty when there is none yet.
func (s store) load(ctx context.Context, steps int) (c checkpoint, etag string, err error) {
	key := s.key("checkpoint")
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: &key})
	if none := (*types.NoSuchKey)(nil); errors.As(err, &none) {
		return checkpoint{Job: s.job}, "", nil
	}
	if err != nil {
		return c, "", err
	}
	defer out.Body.Close() //nolint:errcheck // It was only read.
	text, err := io.ReadAll(out.Body)
	if err != nil {
		return c, "", err
	}
	if c, err = unseal(text, s.job, steps); err != nil {
		return c, "", &refusal{"s3://" + s.bucket + "/" + key, text, err}
	}
	return c, *out.ETag, nil
}

// save replaces the checkpoint that has this ETag, and no other, and returns the new one.
func (s store) save(ctx context.Context, c checkpoint, etag string) (string, error) {
	text, err := seal(c)
	if err != nil {
		return "", err
	}
	for {
		now, err := s.put(ctx, "checkpoint", text, etag)
		if err == nil || !isCondition(err) {
			return now, err
		}
		// Another task, or an earlier try of this one whose answer was lost.
		there, now, e := s.load(ctx, math.MaxInt)
		switch {
		case e != nil:
			return "", errors.Join(errSuperseded, e)
		case there == c:
			return now, nil
		case now != etag:
			return "", fmt.Errorf("%w: %s is at step %d", errSuperseded, there.Task, there.Next)
		}
		if err := again(ctx); err != nil {
			return "", err
		}
	}
}

// result writes what a step came to, once: a step that is done again finds it there.
func (s store) result(ctx context.Context, n, sum int) error {
	for {
		_, err := s.put(ctx, fmt.Sprintf("results/%09d", n), []byte(strconv.Itoa(sum)), "")
		switch {
		case err == nil || status(err) == http.StatusPreconditionFailed:
			return nil
		case !isCondition(err):
			return err
		}
		if err := again(ctx); err != nil {
			return err
		}
	}
}

// put writes an object over the one with this ETag, or where there is none.
func (s store) put(ctx context.Context, name string, text []byte, etag string) (string, error) {
	key := s.key(name)
	in := &s3.PutObjectInput{Bucket: &s.bucket, Key: &key, Body: bytes.NewReader(text), IfMatch: &etag}
	if etag == "" {
		in.IfMatch, in.IfNoneMatch = nil, aws.String("*")
	}
	out, err := s.client.PutObject(ctx, in)
	if err != nil {
		return "", err
	}
	return *out.ETag, nil
}

func status(err error) int {
	if answer := (*awshttp.ResponseError)(nil); errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

// isCondition tells an object that is another than expected (412), and one that somebody
// writes at the same time (409), which S3 wants tried again.
func isCondition(err error) bool {
	s := status(err)
	return s == http.StatusPreconditionFailed || s == http.StatusConflict
}

// again is the pause before another try.
func again(ctx context.Context) error {
	select {
	case <-time.After(20 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
