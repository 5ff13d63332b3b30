package drill

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// environment is what a task's process gets: the machine's variables, the
// contract unless AWS's defaults are played, its address in HOST and PORT, and
// the plan's own.
func (p Plan) environment(s shutdown.Settings, full shutdown.Profile, port string) ([]string, error) {
	var out []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, full.EnvironmentPrefix) && !strings.HasPrefix(pair, "PORT=") && !strings.HasPrefix(pair, "HOST=") {
			out = append(out, pair)
		}
	}
	if !p.Defaults {
		for _, e := range s.Environment {
			value, err := p.scaleVariable(e.Key, e.Value)
			if err != nil {
				return nil, err
			}
			out = append(out, e.Key+"="+value)
		}
		if s.FrameworkSettings != nil {
			for _, e := range s.FrameworkSettings.Environment {
				out = append(out, e.Key+"="+e.Value)
			}
		}
	}
	return append(append(out, "PORT="+port, "HOST=127.0.0.1"), p.Environment...), nil
}

// scaleVariable divides a variable of the contract. The app reads whole
// seconds, so the times of the stop itself must divide evenly.
func (p Plan) scaleVariable(name, value string) (string, error) {
	if p.Scale == 1 || strings.HasSuffix(name, "_MINUTES") {
		return value, nil
	}
	n, err := strconv.Atoi(value)
	switch {
	case err != nil:
		return "", fmt.Errorf("scale %s: %w", name, err)
	case strings.HasSuffix(name, "KEEP_ALIVE_SECONDS"):
		return strconv.Itoa((n + p.Scale - 1) / p.Scale), nil
	case n%p.Scale != 0:
		return "", fmt.Errorf("scale %d does not divide %s=%d, and the app reads whole seconds: choose another scale or a profile with shorter times", p.Scale, name, n)
	}
	return strconv.Itoa(n / p.Scale), nil
}

// told is the deadline that an environment tells the app; nil without one.
func told(environment []string, prefix string) *verdict.Seconds {
	for i := len(environment) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(environment[i], prefix+"DEADLINE_SECONDS="); ok {
			if n, err := strconv.Atoi(value); err == nil {
				return new(verdict.Seconds(time.Duration(n) * time.Second))
			}
			return nil
		}
	}
	return nil
}

// asTaskRole is what stands for the credentials of the task role where the drill
// plays a part of AWS.
var asTaskRole = []string{"AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1", "AWS_ACCESS_KEY_ID=drill", "AWS_SECRET_ACCESS_KEY=drill"}
