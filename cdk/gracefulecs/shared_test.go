package gracefulecs_test

import (
	"testing"

	"github.com/aws/jsii-runtime-go"
)

// Services of one scope share values, but never with an app whose Node process
// has ended.
func TestNewService_afterClose(t *testing.T) {
	first := newWorld()
	newService(t, first, first.props(web()))
	jsii.Close()
	second := newWorld()
	newService(t, second, second.props(web()))
	second.template(t)
}
