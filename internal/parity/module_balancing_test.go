package parity

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// The module holds a TLS listener to the stop model's number.
func TestModule_tlsIdleTimeout(t *testing.T) {
	got, _ := local(t, "fargate-service", "tls_idle_timeout", nil).AsBigFloat().Int64()
	if got != shutdown.NLBTLSIdleTimeout {
		t.Errorf("the module has an idle timeout of TLS of %d s, want %d", got, shutdown.NLBTLSIdleTimeout)
	}
}
