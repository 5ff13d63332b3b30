package drill_test

import (
	"net"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The modes of a gRPC server, which goes on serving for the delay, says goodbye
// with a GOAWAY and waits for what is in flight, unless its mode says otherwise.
const (
	goodCalls     = "grpc-good"
	stopsCalls    = "grpc-stops"         // ends everything at the signal
	hastyCalls    = "grpc-hasty"         // says goodbye at the signal
	cutsCalls     = "grpc-cuts"          // ends everything after the delay
	unavailable   = "grpc-unavailable"   // answers UNAVAILABLE from the signal on
	unhealthyless = "grpc-no-health"     // has no health service
	endsShort     = "grpc-ends-short"    // ends streams with OK when the delay is over, and uploads from the signal on
	skipsCalls    = "grpc-skips"         // answers OK without the work from the signal on
	preconditions = "grpc-preconditions" // answers FAILED_PRECONDITION from the signal on, and NOT_FOUND at any time
)

// badgrpc serves until the stop signal and then does what its mode says. Unary
// calls and streams take 0.6 s, and those with Fast in their name no time.
func badgrpc(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	var stopping, ending atomic.Bool
	var calls atomic.Int64
	options := []grpc.ServerOption{grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		var in emptypb.Empty
		switch err := stream.RecvMsg(&in); {
		case err != nil:
			return err
		case strings.HasPrefix(method, "/grpc.health."), strings.HasSuffix(method, "Missing"):
			return status.Error(codes.Unimplemented, "nobody has written it")
		case stopping.Load() && mode == unavailable:
			return status.Error(codes.Unavailable, "stopping")
		case stopping.Load() && mode == preconditions:
			return status.Error(codes.FailedPrecondition, "stopping")
		case mode == preconditions && calls.Add(1)%5 == 0:
			return status.Error(codes.NotFound, "there is none just now")
		case stopping.Load() && mode == skipsCalls:
			return stream.SendMsg(&in)
		}
		messages, pause := 1, 600*time.Millisecond
		if strings.HasSuffix(method, "Stream") {
			messages, pause = 6, 100*time.Millisecond
		}
		if strings.HasSuffix(method, "Fast") {
			pause = 0
		}
		if strings.HasSuffix(method, "Upload") {
			pause = 0 // The client takes its time.
			for err := error(nil); err == nil; err = stream.RecvMsg(&in) {
				if stopping.Load() && mode == endsShort {
					return nil
				}
			}
		}
		for range messages {
			if time.Sleep(pause); ending.Load() && mode == endsShort {
				return nil
			}
			if err := stream.SendMsg(&in); err != nil {
				return err
			}
		}
		return nil
	})}
	if os.Getenv(tlsVariable) != "" {
		options = append(options, grpc.Creds(credentials.NewServerTLSFromCert(&certificate()[0])))
	}
	server, checks := grpc.NewServer(options...), health.NewServer()
	if mode != unhealthyless {
		healthpb.RegisterHealthServer(server, checks)
	}
	go func() { _ = server.Serve(listener) }()
	<-signals
	stopping.Store(true)
	checks.Shutdown()
	delay, bye := variable("SHUTDOWN_DELAY_SECONDS"), server.GracefulStop
	switch mode {
	case stopsCalls:
		bye = server.Stop
		fallthrough
	case hastyCalls:
		delay = 0
	case cutsCalls:
		bye = server.Stop
	}
	time.Sleep(delay)
	ending.Store(true)
	bye()
	if mode == hastyCalls || mode == stopsCalls {
		time.Sleep(variable("SHUTDOWN_DELAY_SECONDS"))
	}
	os.Exit(0)
}
