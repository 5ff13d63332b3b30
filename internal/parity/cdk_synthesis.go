package parity

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
)

// oneAtATime, because all of the CDK is one process that answers one caller.
var oneAtATime sync.Mutex

// synthesise is the template of a stack that holds what is built.
func synthesise(name string, build func(awscdk.Stack)) (template map[string]any, err error) {
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	// CDK panics with an error, or with a string.
	defer func() {
		switch v := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("case %s: %w", name, v)
		default:
			err = errors.New("case " + name + ": " + fmt.Sprint(v))
		}
	}()
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Parity"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(Account), Region: jsii.String(Region)},
	})
	build(stack)
	b, err := json.Marshal(assertions.Template_FromStack(stack, nil).ToJSON())
	if err != nil {
		return nil, err
	}
	return template, json.Unmarshal(b, &template)
}
