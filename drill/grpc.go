package drill

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A gRPC call is a POST of framed messages over HTTP/2, whose end is a status in
// the trailers (github.com/grpc/grpc, PROTOCOL-HTTP2.md). The drill knows no
// messages: it sends the bytes that it was given, or an empty one, in which every
// field has its default, and takes whatever comes.

// frame puts a message, which is not compressed, behind its length.
func frame(message []byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message))) //nolint:gosec // A body has at most 64 MiB.
	return append(out, message...)
}

// call makes a gRPC call. Where it has several messages, they come spread over its
// time, and the last of them at its end.
func (r Request) call(url string, takes time.Duration, id string) (*http.Request, error) {
	messages, metadata := bytes.Repeat(frame(r.Body), max(1, r.Messages)), http.Header{}
	for name, values := range r.Header {
		metadata[name] = fillIDs(values, id)
	}
	if r.uploads() && r.Messages > 1 {
		return newCall(context.Background(), url, newMessages(messages, r.Messages, takes), metadata)
	}
	return newCall(context.Background(), url, bytes.NewReader(messages), metadata)
}

// newCall makes a gRPC call of framed messages with metadata.
func newCall(ctx context.Context, url string, messages io.Reader, metadata http.Header) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, messages)
	if err != nil {
		return nil, err
	}
	// A client must not send it again behind the drill's back.
	r.GetBody = nil
	for name, values := range metadata {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", "application/grpc")
	r.Header.Set("TE", "trailers")
	return r, nil
}

// callStatus is how a call ended; negative without one. The trailers are there once
// the body was read, and are the header where there was no body.
func callStatus(r *http.Response) int {
	for _, h := range []http.Header{r.Trailer, r.Header} {
		if n, err := strconv.Atoi(h.Get("Grpc-Status")); err == nil {
			return n
		}
	}
	return -1
}

// ended is what a call that ended with a status is to the judge. An app may well
// answer that something is not found, which the same call has as an answer at any
// time; but the statuses that tell of a server's own fault it may not.
func ended(status int) (verdict.Outcome, int) {
	switch status {
	case 0:
		return verdict.Answered, http.StatusOK
	case 3, 5, 6, 7, 9, 11, 12, 16:
		return verdict.Answered, http.StatusBadRequest
	case 14:
		return verdict.Failed, http.StatusServiceUnavailable
	default:
		return verdict.Failed, http.StatusInternalServerError
	}
}

// endOfCall is how a call ended that was answered: in order with a status.
func endOfCall(r *http.Response) (verdict.Outcome, int, string) {
	s := callStatus(r)
	if s < 0 {
		return verdict.Cut, r.StatusCode, fmt.Sprintf("HTTP %d without a gRPC status", r.StatusCode)
	}
	o, code := ended(s)
	if s == 0 {
		return o, code, ""
	}
	return o, code, statusName(s)
}

// statusNames are those of gRPC.
var statusNames = []string{"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"}

func statusName(status int) string {
	if status < 0 || status >= len(statusNames) {
		return fmt.Sprintf("status %d", status)
	}
	return fmt.Sprintf("status %d %s", status, statusNames[status])
}

// notServing is the message with which gRPC's own health service says that it
// does not serve, though the call itself succeeds.
var notServing = []byte{0x08, 0x02}

// lookGRPC asks once for the health of a gRPC server. An app without a health
// service answers that it knows none: it is there, and a load balancer that asks
// for a path of its own takes that for healthy.
func lookGRPC(ctx context.Context, client *http.Client, url string) verdict.Probe {
	call, err := newCall(ctx, url, bytes.NewReader(frame(nil)), nil)
	if err != nil {
		return verdict.Probe{}
	}
	response, err := client.Do(call)
	if err != nil {
		return unanswered(err)
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end.
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return verdict.Probe{}
	}
	switch s := callStatus(response); {
	case response.StatusCode != http.StatusOK:
		return verdict.Probe{Code: response.StatusCode}
	case s == 12:
		return verdict.Probe{Code: http.StatusOK}
	case s == 0 && len(body) >= 5 && int(binary.BigEndian.Uint32(body[1:])) == len(body)-5 && bytes.Equal(body[5:], notServing):
		return verdict.Probe{Code: http.StatusServiceUnavailable}
	default:
		_, code := ended(s)
		return verdict.Probe{Code: code}
	}
}

// looker is how the plan looks at a health path, each time with a connection of
// its own.
func (p Plan) looker(timeout time.Duration) func(ctx context.Context, url string) verdict.Probe {
	if !p.multiplexed() {
		client := probeClient(timeout)
		return func(ctx context.Context, url string) verdict.Probe { return look(ctx, client, url) }
	}
	ask := look
	if p.Protocol == verdict.GRPC {
		ask = lookGRPC
	}
	return func(ctx context.Context, url string) verdict.Probe {
		transport := overHTTP2()
		defer transport.CloseIdleConnections()
		return ask(ctx, &http.Client{Timeout: timeout, Transport: transport, CheckRedirect: stay}, url)
	}
}
