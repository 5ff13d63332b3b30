package parity

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sort"
	"strconv"
	"sync"
	"time"
)

// Proxy stands between a client of AWS and a server that imitates AWS. It
// records every exchange, and gives back what the server forgets ([Memory]).
type Proxy struct {
	// Linger is how long the answer to a request that changes something is held
	// back.
	Linger time.Duration

	server    *httptest.Server
	memory    *Memory
	mu        sync.Mutex
	exchanges []Exchange
	errs      []error
}

// NewProxy starts a proxy on loopback in front of the server at upstream.
func NewProxy(upstream string) (*Proxy, error) {
	target, err := url.Parse(upstream)
	if err != nil {
		return nil, err
	}
	p := &Proxy{memory: NewMemory()}
	reverse := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: p.answered,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			p.fail(err)
			w.WriteHeader(http.StatusBadGateway)
		},
	}
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			p.fail(err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		e, err := decodeRequest(r.Header, body)
		if e.Service == "route53" {
			e, err = decodeRoute53(r.Method, r.URL.Path, body)
		}
		e.Sent = p.answers()
		body = motoSpelling(body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		if err != nil {
			p.fail(fmt.Errorf("%s %s: %w", r.Method, r.URL, err))
		}
		// The answer must be readable when it comes back.
		r.Header.Del("Accept-Encoding")
		reverse.ServeHTTP(w, r.WithContext(withExchange(r.Context(), &e)))
	}))
	return p, nil
}

// URL is where clients find the proxy.
func (p *Proxy) URL() string { return p.server.URL }

// Close stops the proxy.
func (p *Proxy) Close() { p.server.Close() }

// Exchanges returns what was recorded so far, in the order of the answers.
func (p *Proxy) Exchanges() []Exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Exchange(nil), p.exchanges...)
}

// answers is how many exchanges have been answered so far.
func (p *Proxy) answers() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.exchanges)
}

// Errs returns what could not be read or passed on.
func (p *Proxy) Errs() []error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]error(nil), p.errs...)
}

// Counts says how often each operation was called, for a log.
func (p *Proxy) Counts() []string {
	counts := map[string]int{}
	for _, e := range p.Exchanges() {
		counts[e.Name()]++
	}
	out := make([]string, 0, len(counts))
	for name, n := range counts {
		out = append(out, name+" "+strconv.Itoa(n))
	}
	sort.Strings(out)
	return out
}

func (p *Proxy) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errs = append(p.errs, err)
}

// answered records the exchange and completes the answer.
func (p *Proxy) answered(r *http.Response) error {
	e := exchangeOf(r.Request.Context())
	if e == nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if err := r.Body.Close(); err != nil {
		return err
	}
	body = awsSpelling(body)
	if !reads(e.Action) {
		time.Sleep(p.Linger)
	}
	e.Status = r.StatusCode
	if e.Response, err = decodeResponse(body); err != nil && e.Status < http.StatusMultipleChoices {
		p.fail(fmt.Errorf("answer to %s: %w", e.Name(), err))
	}
	p.mu.Lock()
	body, err = p.memory.complete(e, body)
	p.exchanges = append(p.exchanges, *e)
	p.mu.Unlock()
	r.StatusCode, r.ContentLength = e.Status, int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	r.Body = io.NopCloser(bytes.NewReader(body))
	return err
}
