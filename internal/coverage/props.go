package coverage

import (
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"

	"github.com/graceful-ecs/terraform-provider-graceful/cdk/gracefulecs"
)

// patterns reads CDK's pattern from its props, so that a new version of CDK with a
// new prop finds no answer here.
func patterns() Anchor {
	t := reflect.TypeFor[awsecspatterns.ApplicationLoadBalancedFargateServiceProps]()
	names := fields("", t, func(inner reflect.Type) bool {
		// A selection of subnets is the same type in CDK and here.
		return strings.HasPrefix(inner.PkgPath(), "github.com/aws/aws-cdk-go/") && inner.Name() != "SubnetSelection"
	})
	return Anchor{ID: "patterns", Title: "CDK 2.270, " + t.Name(), Source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecs_patterns." + t.Name() + ".html", Names: names}
}

// props lists the construct's props: ServiceProps by their own names, what a
// load-balanced service adds with that type's.
func props() []string {
	ours := reflect.TypeFor[gracefulecs.ServiceProps]()
	own := func(inner reflect.Type) bool { return inner.PkgPath() == ours.PkgPath() }
	out := fields("", ours, own)
	for _, name := range fields("", reflect.TypeFor[gracefulecs.LoadBalancedServiceProps](), own) {
		if !strings.HasPrefix(name, ours.Name()) {
			out = append(out, "LoadBalancedServiceProps."+name)
		}
	}
	return out
}

// fields lists a struct's fields with those of the structs in it that are followed.
func fields(prefix string, t reflect.Type, follow func(reflect.Type) bool) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		out = append(out, prefix+f.Name)
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice || inner.Kind() == reflect.Map {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && follow(inner) {
			out = append(out, fields(prefix+f.Name+".", inner, follow)...)
		}
	}
	slices.Sort(out)
	return out
}
