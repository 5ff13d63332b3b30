package drill

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// mostBody is how large the body of a request may be: it is held in memory once,
// and sent as often as the rate says.
const mostBody = 64 << 20

// mostMessages is how many messages a call may send.
const mostMessages = 1000

// ParseRequest reads a request as the command line has it: a method, GET without
// one, a path, and after a semicolon each what else there is to say, such as
//
//	/report;weight=3;seconds=2
//	POST /upload;body=@file;seconds=3;header=Content-Type: text/csv
//	/events;stream
//	/package.Service/Upload;body=@message.bin;messages=20;seconds=3
//
// A body or a header may contain semicolons, but not one before the name of
// another part; a body that does is read from a file.
func ParseRequest(text string) (Request, error) {
	parts := strings.Split(text, ";")
	r := Request{Path: parts[0], Weight: 1}
	if method, path, ok := strings.Cut(parts[0], " "); ok && !strings.HasPrefix(parts[0], "/") {
		r.Method, r.Path = method, strings.TrimLeft(path, " ")
	}
	if err := r.checkLine(); err != nil {
		return r, fmt.Errorf("request %q: %w", text, err)
	}
	for _, part := range joinParts(parts[1:]) {
		if err := r.parse(part); err != nil {
			return r, fmt.Errorf("request %q: %w", text, err)
		}
	}
	return r, nil
}

// checkLine checks method and path.
func (r Request) checkLine() error {
	switch {
	case r.Method != "" && (!httpguts.ValidHeaderFieldName(r.Method) || strings.ToUpper(r.Method) != r.Method):
		return fmt.Errorf("the method %q must be a word of capital letters, such as POST", r.Method)
	case r.Method == http.MethodConnect:
		return errors.New("CONNECT opens a tunnel, which a load balancer does not")
	case !strings.HasPrefix(r.Path, "/"):
		return errors.New("the path must start with a slash, after a method or alone")
	case strings.ContainsAny(r.Path, " #\r\n\t"):
		return fmt.Errorf("the path %q must have no space and no #: write %%20 and %%23", r.Path)
	}
	return nil
}

// parts of a request, and what each looks like.
const parts = "weight=N, a whole number from 1, seconds=N, header=Name: value, body=text, body=@file, messages=N, a whole number from 1, and stream"

// joinParts puts together again what was split within a header or a body.
func joinParts(split []string) (out []string) {
	for _, part := range split {
		name, _, _ := strings.Cut(part, "=")
		last := len(out) - 1
		switch name {
		case "weight", "seconds", "header", "body", "messages", "stream":
			out = append(out, part)
			continue
		}
		if last >= 0 && (strings.HasPrefix(out[last], "header=") || strings.HasPrefix(out[last], "body=")) {
			out[last] += ";" + part
			continue
		}
		out = append(out, part)
	}
	return out
}

// parse reads one part.
func (r *Request) parse(part string) error {
	name, value, valued := strings.Cut(part, "=")
	number, err := strconv.ParseFloat(value, 64)
	switch {
	case name == "weight" && err == nil && number >= 1 && number <= 1e6 && number == float64(int(number)):
		r.Weight = int(number)
	case name == "seconds" && err == nil && number >= 0 && number <= 172800:
		r.Seconds = number
	case name == "messages" && err == nil && number >= 1 && number <= mostMessages && number == float64(int(number)):
		r.Messages = int(number)
	case name == "header" && valued:
		return r.parseHeader(value)
	case name == "body" && valued:
		return r.parseBody(value)
	case part == "stream":
		r.Stream = true
	default:
		return fmt.Errorf("after the path only %s can follow, got %q", parts, part)
	}
	return nil
}

func (r *Request) parseHeader(text string) error {
	name, value, ok := strings.Cut(text, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
		return fmt.Errorf("a header must be like Name: value, got %q", text)
	}
	if err := forwarded(name); err != nil {
		return err
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Add(name, value)
	return nil
}

// forwarded refuses headers that say how a message is sent, which a load balancer
// says anew.
func forwarded(name string) error {
	switch http.CanonicalHeaderKey(name) {
	case "Connection", "Content-Length", "Expect", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return fmt.Errorf("the header %s is that of one connection, and the load balancer sends its own: leave it out", name)
	}
	return nil
}

func (r *Request) parseBody(value string) error {
	name, file := strings.CutPrefix(value, "@")
	if !file {
		r.Body = []byte(value)
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return fmt.Errorf("its body: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("its body: %s is not a file", name)
	case info.Size() > mostBody:
		return fmt.Errorf("its body: %s has %d bytes, and at most %d can be sent", name, info.Size(), mostBody)
	}
	r.Body, err = os.ReadFile(name)
	return err
}

// body is the body to send for an answer that takes so long.
func (r Request) body(filled, id string) []byte {
	body := r.Body
	for mark, value := range map[string]string{secondsMark: filled, idMark: id} {
		if bytes.Contains(body, []byte(mark)) {
			body = bytes.ReplaceAll(body, []byte(mark), []byte(value))
		}
	}
	return body
}
