// Command grpc serves gRPC through lifecycle, which goes on taking calls for the
// delay and then stops gracefully, within the drain.
package main

import (
	"fmt"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	listener, err := net.Listen("tcp", os.Getenv("HOST")+":"+os.Getenv("PORT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var app lifecycle.App
	srv, checks := grpc.NewServer(), health.NewServer()
	healthpb.RegisterHealthServer(srv, checks)
	srv.RegisterService(&service, nil)
	app.GRPC(listener, srv)
	go func() {
		<-app.Stopping()
		checks.Shutdown() // NOT_SERVING from the moment of the signal
	}()
	app.Main()
}
