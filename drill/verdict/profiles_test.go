package verdict_test

import "github.com/graceful-ecs/terraform-provider-graceful/shutdown"

// brief and briefSockets are profiles whose stops take seconds.
func brief() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.HTTP, LongestWork: new(1), Propagation: new(1), Cleanup: new(1), Margin: new(1)}
}

func briefSockets() shutdown.Profile {
	return shutdown.Profile{Workload: shutdown.WebSocket, LongestWork: new(2), InterruptTime: new(1), Propagation: new(1), Cleanup: new(1), Margin: new(1)}
}
