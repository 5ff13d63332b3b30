package drainwatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

const (
	// metadataTakes is how long an answer of the task metadata may take: it comes
	// from the same host.
	metadataTakes = 2 * time.Second
	// mostMetadata bounds what is read of it.
	mostMetadata = 1 << 20
	// longestPause is the longest between two attempts or looks, unless the period
	// is longer.
	longestPause = time.Minute
)

// errNetwork says that the task has no address that could be a target.
var errNetwork = errors.New("drainwatch: the task has no address of its own, which needs network mode awsvpc")

// addresses are the task's own. It tries until ctx ends.
func addresses(ctx context.Context, transport http.RoundTripper, uri string, says *says) ([]netip.Addr, error) {
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true} // No proxy: the address is a link-local one.
	}
	client := &http.Client{Timeout: metadataTakes, Transport: transport}
	for wait := time.Second; ; wait = min(2*wait, longestPause) {
		found, err := ask(ctx, client, strings.TrimSuffix(uri, "/")+"/task")
		if err == nil || errors.Is(err, errNetwork) {
			return found, err
		}
		if ctx.Err() == nil {
			says.once("metadata", "no answer from the task metadata: no notice until it comes, the stop signal counts", err)
		}
		if !pause(ctx, wait) {
			return nil, context.Cause(ctx)
		}
	}
}

// ask reads the addresses out of the task's metadata.
func ask(ctx context.Context, client *http.Client, url string) ([]netip.Addr, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", url, resp.Status)
	}
	var task struct {
		Containers []struct {
			Networks []struct {
				NetworkMode   string
				IPv4Addresses []string
				IPv6Addresses []string
			}
		}
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostMetadata)).Decode(&task); err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	seen := map[netip.Addr]bool{}
	var found []netip.Addr
	networks := 0
	for _, c := range task.Containers {
		for _, n := range c.Networks {
			if networks++; n.NetworkMode != "awsvpc" {
				continue
			}
			for _, text := range append(n.IPv4Addresses, n.IPv6Addresses...) {
				if a, err := netip.ParseAddr(text); err == nil && !seen[a] {
					seen[a] = true
					found = append(found, a)
				}
			}
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case networks > 0:
		return nil, errNetwork
	default:
		return nil, fmt.Errorf("%s names no network yet", url)
	}
}
