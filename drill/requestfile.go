package drill

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

const (
	// mostRequestFile is how large a file of requests may be, in bytes.
	mostRequestFile = 64 << 20
	// mostRequests is how many different requests it may name: each is asked for
	// before the drill.
	mostRequests = 1000
)

// ReadRequests reads a file of requests in one of vegeta's formats for targets:
//
//	POST http://any.host/upload
//	Content-Type: text/csv
//	@body.csv
//
// or a JSON object a line, with method, url, body (in base64) and header. Each
// URL's scheme and host are left out, since the drill knows where the app is; a
// request that stands there several times has that weight; {seconds} may stand in
// paths and bodies. A body's file is found from where the drill runs.
func ReadRequests(name string) ([]Request, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("requests: %w", err)
	}
	defer file.Close() //nolint:errcheck // It is only read.
	text, err := io.ReadAll(io.LimitReader(file, mostRequestFile+1))
	if err != nil {
		return nil, fmt.Errorf("requests: %w", err)
	}
	if len(text) > mostRequestFile {
		return nil, fmt.Errorf("requests: %s is larger than %d bytes", name, mostRequestFile)
	}
	requests, err := parseTargets(text)
	if err != nil {
		return nil, fmt.Errorf("requests: %s: %w", name, err)
	}
	return requests, nil
}

// parseTargets reads targets in whichever of the two formats they are.
func parseTargets(text []byte) ([]Request, error) {
	read := vegeta.NewHTTPTargeter
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		read = vegeta.NewJSONTargeter
		text = append(text, '\n') // The last line counts without an end too.
	}
	next := read(bytes.NewReader(text), nil, nil)
	var out []Request
	places := map[string]int{}
	for n := 1; ; n++ {
		var t vegeta.Target
		err := next(&t)
		switch {
		case errors.Is(err, vegeta.ErrNoTargets) && n == 1:
			return nil, errors.New("no request stands in it: write lines such as GET http://any.host/path")
		case errors.Is(err, vegeta.ErrNoTargets):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("request %d is no target as vegeta has it: %w", n, err)
		}
		r, err := fromTarget(t)
		if err != nil {
			return nil, fmt.Errorf("request %d, %s %s: %w", n, t.Method, t.URL, err)
		}
		key := r.key()
		if at, ok := places[key]; ok {
			out[at].Weight++
			continue
		}
		if len(out) == mostRequests {
			return nil, fmt.Errorf("it names more than %d different requests: each is tried before the drill, so choose those that differ in what the app does", mostRequests)
		}
		places[key] = len(out)
		out = append(out, r)
	}
}

// fromTarget makes a request of a target.
func fromTarget(t vegeta.Target) (Request, error) {
	r := Request{Method: t.Method, Weight: 1, Body: t.Body}
	if r.Method == http.MethodGet {
		r.Method = ""
	}
	u, err := url.Parse(t.URL)
	if err != nil {
		return r, err
	}
	// The text of the path stays as it is: the marks in it are no escapes.
	r.Path = t.URL
	if u.Scheme != "" {
		r.Path = strings.TrimPrefix(r.Path, u.Scheme+"://")
		if i := strings.IndexAny(r.Path, "/?"); i < 0 {
			r.Path = "/"
		} else if r.Path = r.Path[i:]; r.Path[0] == '?' {
			r.Path = "/" + r.Path
		}
	}
	r.Path, _, _ = strings.Cut(r.Path, "#")
	if err := r.checkLine(); err != nil {
		return r, err
	}
	for name, values := range t.Header {
		if err := forwarded(name); err != nil {
			return r, err
		}
		if r.Header == nil {
			r.Header = http.Header{}
		}
		r.Header[http.CanonicalHeaderKey(name)] = append(r.Header[http.CanonicalHeaderKey(name)], values...)
	}
	return r, nil
}

// key is the same for requests that are the same.
func (r Request) key() string {
	var b strings.Builder
	b.WriteString(r.kind() + "\n")
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%q: %q\n", name, r.Header[name])
	}
	b.Write(r.Body)
	return b.String()
}
