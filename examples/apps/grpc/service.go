package main

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
)

// service is what protoc would make of
//
//	service Work {
//	  rpc Do(google.protobuf.Duration) returns (google.protobuf.Empty);
//	  rpc Watch(google.protobuf.Duration) returns (stream google.protobuf.Empty);
//	}
//
// in package work.
var service = grpc.ServiceDesc{
	ServiceName: "work.Work",
	HandlerType: (*any)(nil),
	Methods: []grpc.MethodDesc{{MethodName: "Do", Handler: func(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		var takes durationpb.Duration
		if err := decode(&takes); err != nil {
			return nil, err
		}
		return do(ctx, takes.AsDuration())
	}}},
	Streams: []grpc.StreamDesc{{StreamName: "Watch", ServerStreams: true, Handler: func(_ any, stream grpc.ServerStream) error {
		var lasts durationpb.Duration
		if err := stream.RecvMsg(&lasts); err != nil {
			return err
		}
		return watch(stream, lasts.AsDuration())
	}}},
}

// do takes as long as it is asked to.
func do(ctx context.Context, takes time.Duration) (*emptypb.Empty, error) {
	select {
	case <-time.After(takes):
		return &emptypb.Empty{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// watch sends a message ten times a second, for as long as it is asked to.
func watch(stream grpc.ServerStream, lasts time.Duration) error {
	over := time.After(lasts)
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if err := stream.SendMsg(&emptypb.Empty{}); err != nil {
				return err
			}
		case <-over:
			return nil
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}
