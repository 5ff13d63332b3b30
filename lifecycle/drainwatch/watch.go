package drainwatch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

// Watch is [Watcher.Watch] with the defaults.
func Watch(ctx context.Context, targetGroups []string, log *slog.Logger) error {
	return new(Watcher).Watch(ctx, targetGroups, log)
}

// Watcher watches the task's own target. The zero value is ready; the fields are
// for programs with needs of their own.
//
//	app.Notice((&drainwatch.Watcher{Period: 5 * time.Second}).Watch)
type Watcher struct {
	// Period is the time between two looks, at least a second, give or take a
	// tenth. 0 means 10 s. It must be well below the profile's propagation.
	Period time.Duration
	// Config is the SDK's. Nil means config.LoadDefaultConfig: the task role, and
	// AWS_ENDPOINT_URL if it is set. The Region is always that of the target group.
	Config *aws.Config
	// MetadataURI is where the task's metadata is, version 4. Empty means the
	// variable ECS_CONTAINER_METADATA_URI_V4.
	MetadataURI string

	// transport asks the metadata, for tests under a fake clock.
	transport http.RoundTripper
}

// standardPeriod leaves time to spare within the 15 s for which an Application
// Load Balancer may go on sending new requests.
const standardPeriod = 10 * time.Second

// Watch returns nil when the load balancer has begun to drain this task in one of
// the target groups, or with an error: the cause of the end of ctx, or what can
// never work, such as a task without an address of its own. targetGroups are ARNs.
// What may pass, such as a call that is throttled or not permitted, is logged once
// for each kind and tried again.
func (w *Watcher) Watch(ctx context.Context, targetGroups []string, log *slog.Logger) error {
	period := w.Period
	switch {
	case period == 0:
		period = standardPeriod
	case period < time.Second:
		return fmt.Errorf("drainwatch: the period is %v, and takes at least 1s", period)
	}
	if len(targetGroups) == 0 {
		return errors.New("drainwatch: no target groups: set the variable TARGET_GROUPS of the contract, or pass their ARNs")
	}
	uri := w.MetadataURI
	if uri == "" {
		if uri = os.Getenv("ECS_CONTAINER_METADATA_URI_V4"); uri == "" {
			return errors.New("drainwatch: ECS_CONTAINER_METADATA_URI_V4 is not set: this is no task on ECS")
		}
	}
	says := &says{log: log}
	self, err := addresses(ctx, w.transport, uri, says)
	if err != nil {
		return err
	}
	conf := w.Config
	if conf == nil {
		c, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return fmt.Errorf("drainwatch: the SDK's configuration: %w", err)
		}
		conf = &c
	}
	var groups []*group
	for _, arn := range targetGroups {
		g, err := newGroup(*conf, arn, self, period, says)
		if err != nil {
			return err
		}
		groups = append(groups, g)
	}
	return watchAll(ctx, groups)
}

// watchAll returns nil when one of the groups drains the task.
func watchAll(ctx context.Context, groups []*group) error {
	ctx, cancel := context.WithCancel(ctx)
	results := make(chan bool, len(groups))
	for _, g := range groups {
		go func() { results <- g.watch(ctx) }()
	}
	drains := false
	for range groups {
		if <-results {
			drains = true
			cancel() // The others end too.
		}
	}
	defer cancel()
	if drains {
		return nil
	}
	return context.Cause(ctx)
}

// pause waits about that long, a tenth more or less, so that the tasks of a
// deployment do not ask all at once. It says whether ctx goes on.
func pause(ctx context.Context, about time.Duration) bool {
	timer := time.NewTimer(about*9/10 + rand.N(about/5+1))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
