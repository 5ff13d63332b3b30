package drill

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"time"
)

// dialTime is how long a load balancer waits for a connection to a task.
const dialTime = 5 * time.Second

// unverified is how a load balancer of AWS speaks TLS to a task: with any
// certificate. What is tried is the stop, so an old one is no fault here.
func unverified() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}} //nolint:gosec // As the load balancer does.
}

// scheme is what the tasks of a command speak.
func (p Plan) scheme() string {
	if p.TLS {
		return "https"
	}
	return "http"
}

// withTLS says so of a task that must speak it.
func withTLS(task *url.URL) string {
	if secure(task) {
		return " with TLS"
	}
	return ""
}

// secure says that a task speaks TLS.
func secure(task *url.URL) bool { return task.Scheme == "https" }

// dialTask opens a connection to a task, with TLS where it speaks that.
func dialTask(task *url.URL) (net.Conn, error) {
	conn, err := net.DialTimeout("tcp", task.Host, dialTime)
	if err != nil || !secure(task) {
		return conn, err
	}
	encrypted := tls.Client(conn, unverified())
	conn.SetDeadline(time.Now().Add(dialTime)) //nolint:errcheck // Then the handshake fails.
	if err := encrypted.Handshake(); err != nil {
		conn.Close() //nolint:errcheck // It was not used.
		return nil, fmt.Errorf("TLS with the task: %w", err)
	}
	return encrypted, conn.SetDeadline(time.Time{})
}

// parseURL reads the address of an app that runs already.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("URL %q must be like http://127.0.0.1:8080 or https://127.0.0.1:8443", text)
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}
