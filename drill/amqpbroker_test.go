package drill_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/drill"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func TestParseBroker(t *testing.T) {
	t.Parallel()
	for text, variable := range map[string]string{"amqp://guest:guest@127.0.0.1:5672/": "AMQP_URL", "amqp://127.0.0.1": "AMQP_URL", "RABBIT=amqp://127.0.0.1/v?heartbeat=5": "RABBIT"} {
		b, err := drill.ParseBroker(text)
		if err != nil || b.Variable != variable || strings.Contains(b.URL, "RABBIT") {
			t.Errorf("%s: %+v, %v", text, b, err)
		}
	}
	for text, want := range map[string]string{"amqps://u:s3cret@mq": "amqps:// asks for TLS", "http://u:s3cret@mq": "write it as amqp://", "": "write it as amqp://", "amqp://u:s3cret@mq:port/": "write it as amqp://"} {
		if _, err := drill.ParseBroker(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// A broker that does not fit the profile, or is not there, is told of before anything
// is started.
func TestRecord_wrongBroker(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	broker, err := drill.ParseBroker("amqp://" + closed + "/")
	if err != nil {
		t.Fatal(err)
	}
	one := 1
	other := shutdown.Profile{Workload: shutdown.Queue, Broker: shutdown.OtherBroker, LongestWork: &one}
	sqs := shutdown.Profile{Workload: shutdown.Queue, LongestWork: &one}
	for name, tt := range map[string]struct {
		profile shutdown.Profile
		broker  *drill.Broker
		want    string
	}{
		"none is named":     {other, nil, "with --amqp URL"},
		"the profile's SQS": {sqs, &broker, "add broker: other to it"},
		"no worker":         {brief(), &broker, "the profile has workload http"},
		"nobody is there":   {other, &broker, "RabbitMQ at " + closed},
	} {
		_, err := drill.Record(context.Background(), drill.Plan{Profile: tt.profile, Path: shutdown.Concurrent, Command: []string{"true"}, Broker: tt.broker})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
