package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsservicediscovery"
)

// CloudMapProps register the tasks in a Cloud Map service.
type CloudMapProps struct {
	// Service has A or AAAA records, or SRV records.
	Service awsservicediscovery.IService

	// ContainerPort is the port of the app or of Front that SRV records name.
	// Default: the port that takes the requests.
	ContainerPort *float64
	// DnsTtl is how long callers keep a name. Beside a load balancer the
	// container that takes the requests must serve for that long after its
	// signal, so the profile's propagation must be declared.
	// Default: that of a Service of the app, or one minute.
	DnsTtl awscdk.Duration
}

// ServiceConnectProps let the tasks call others by Service Connect, and others
// call them. The timeouts of the proxy come from the profile.
type ServiceConnectProps struct {
	// AccessLogConfiguration of the proxy.
	// Default: no access log.
	AccessLogConfiguration *awsecs.ServiceConnectAccessLogConfiguration
	// LogDriver of the proxy.
	// Default: where the containers log.
	LogDriver awsecs.LogDriver
	// Namespace is the name or ARN of a Cloud Map namespace.
	// Default: the cluster's, if it is one that the CDK knows.
	Namespace *string
	// Services are what others may call, by the name of a port mapping. Only a
	// profile with workload http or websocket has some.
	// Default: none, the tasks only call others.
	Services *map[string]*ServiceConnectServiceProps
}

// ServiceConnectServiceProps describe a port that others call.
type ServiceConnectServiceProps struct {
	// AppProtocol is http, http2, grpc or tcp.
	// Default: http.
	AppProtocol *string
	// ContainerPort is a port of the app or of Front.
	// Default: the port that takes the requests.
	ContainerPort *float64
	// DiscoveryName is the name in Cloud Map.
	// Default: the name of the port mapping.
	DiscoveryName *string
	// DnsName is the name that callers use.
	// Default: the name of the port mapping and the namespace.
	DnsName *string
	// IngressPortOverride is the port of the proxy.
	// Default: ContainerPort.
	IngressPortOverride *float64
	// Port is the port that callers use.
	// Default: ContainerPort.
	Port *float64
	// TestTrafficRules say which calls the new tasks of a deployment with strategy
	// blue_green, linear or canary get before the others.
	// Default: no test traffic.
	TestTrafficRules *ServiceConnectTestTrafficProps
	// Tls encrypts what callers send.
	// Default: no encryption.
	Tls *awsecs.ServiceConnectTlsConfiguration
}

// ServiceConnectTestTrafficProps tell test traffic by a header of the call.
type ServiceConnectTestTrafficProps struct {
	// HeaderName is the name of the header.
	HeaderName *string
	// HeaderValue is what the header holds, to the letter.
	HeaderValue *string
}
