package parity

import (
	"fmt"

	"github.com/graceful-ecs/terraform-provider-graceful/profile"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// Case is one service, written once and given to both sides.
type Case struct {
	// Name is the service's name.
	Name string
	// Profile is the profile file.
	Profile string
	Inputs
}

// Inputs are what a caller says of a service besides its profile. The zero value
// of a field leaves the input out.
type Inputs struct {
	ContainerPort                int
	Ports                        []int
	PortRanges                   []string
	Command, EntryPoint          []string
	NoFrameworkArguments         bool
	Environment                  map[string]string
	Secret, SecretKey, Parameter string // variable names; SecretKey reads one key of the secret
	CPU, Memory                  int
	ARM, PublicIP, ReadOnly      bool
	HealthCheckCommand           []string
	Front                        *Front
	Sidecars                     []Sidecar
	LogRetentionDays             int
	LogGroup                     string
	ALB                          *ALB
	NLB                          *NLB
	Routes                       []Route
	HealthCheckPort              int
	Group                        *Group
	IngressGroup                 bool
	Registry                     *Registry
	Connect                      *Connect
	Hooks                        map[string]Hook
	Trial                        *Trial
	Autoscaling                  *Autoscaling
	Alarms                       []string
	Queue                        *Queue
	ExecuteCommand               bool
	// TaskActions are allowed to the task role on everything.
	TaskActions []string
	Roles       *Roles
	Network     *Network
	// Containers are what container_definitions says, by the container's name.
	Containers map[string]Definition
	Logs       *Logs
	Init       []Init
	Volumes    []Volume
	EBS        *EBS
	// ContainerName is the app container's name, Storage the task's GiB.
	ContainerName string
	Storage       int
	Attributes    *Attributes
}

// Sidecar is a container beside the app.
type Sidecar struct {
	Name             string
	Command          []string
	Environment      map[string]string
	Secret           string
	NotEssential     bool
	Healthy          bool // What the app waits for.
	CPU, Reservation int
	Ports            []int
	PortRanges       []string
}

// Front is the container that takes the requests.
type Front struct {
	Port                 int
	Ports                []int
	PortRanges           []string
	Command              []string
	NoFrameworkArguments bool
	Environment          map[string]string
	Secret               string
	CPU, Reservation     int
}

// ALB is a rule on the surroundings' listener, unless Priority is 0, and Rules.
type ALB struct {
	Priority                         int
	Hosts, Paths                     []string
	HealthCheckPath, ProtocolVersion string
	Conditions
	Login *Login
	Rules []Rule
}

// NLB is a listener on the surroundings' load balancer, which has a security
// group unless Clients says who may come instead. With Existing the listener is
// somebody else's.
type NLB struct {
	Port            int
	Existing        bool
	Clients         []string
	HealthCheckPath string
	TLS             *TLS
}

// Queue is what the workload's queue is made of, or the surroundings' own queue.
type Queue struct {
	Existing        bool
	MaxReceiveCount int
	RetentionDays   int
}

// profile parses the case's profile file.
func (c Case) profile() (shutdown.Profile, error) {
	p, err := profile.Read(c.Name+".yaml", []byte(c.Profile))
	if err != nil {
		return p, fmt.Errorf("case %s: %w", c.Name, err)
	}
	return p, nil
}

const (
	appImage     = "registry.example.com/app:1"
	frontImage   = "registry.example.com/front:1"
	sidecarImage = "registry.example.com/sidecar:1"
)

// existingVisibility is what the surroundings' queue has: enough for every case.
const existingVisibility = 3600
