package work

import (
	"context"
	"time"
)

// Refresh stands for what an app does beside its requests, such as to read its
// settings again now and then.
func Refresh(ctx context.Context) error {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
