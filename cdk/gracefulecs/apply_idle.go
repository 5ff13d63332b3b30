package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// lastRoutes are those of the app that is synthesised: its services ask for them
// one after the other. A new Apply forgets them.
var lastRoutes *struct {
	*routes
	root constructs.IConstruct
}

func (l *later) routes() *routes {
	if root := l.service.Node().Root(); lastRoutes == nil || lastRoutes.root != root {
		lastRoutes = &struct {
			*routes
			root constructs.IConstruct
		}{newRoutes(root), root}
	}
	return lastRoutes.routes
}

// applyIdleTimeouts sets how long the load balancers before the service bear a
// silent connection.
func (l *later) applyIdleTimeouts() {
	if l.settings.IdleTimeout == nil {
		return
	}
	r := l.routes()
	for _, t := range l.groups {
		listeners := r.leads[t.arn]
		if len(listeners) == 0 && !t.alternate {
			l.unknownBalancer("the load balancer of the service is not in this app")
		}
		for _, arn := range listeners {
			listener, ok := r.listeners[arn]
			if !ok {
				l.unknownBalancer("the listener " + arn + " is not in this app")
				continue
			}
			if l.settings.LoadBalancer == shutdown.NLB {
				l.idleListener(r, arn, listener)
			} else if balancer, ok := r.loadBalancers[deref(listener.LoadBalancerArn())]; ok {
				l.idleBalancer(r, balancer)
			} else {
				l.unknownBalancer("the load balancer of " + *listener.Node().Path() + " is not in this app")
			}
		}
	}
}

// unknownBalancer warns where AWS's own idle timeout does not do.
func (l *later) unknownBalancer(because string) {
	key := attributeALBIdle
	if l.settings.LoadBalancer == shutdown.NLB {
		key = attributeNLBIdle
	}
	if usual, ok := shutdown.AWSDefaultOf("idle_timeout", l.settings.LoadBalancer); !ok || usual != *l.settings.IdleTimeout {
		l.report.left("idle_timeout", *l.settings.IdleTimeout, because+". Its owner must set "+key)
	}
}

// idleListener sets the idle timeout of a Network Load Balancer's listener. That
// of a TLS listener cannot be set, and a UDP listener has none.
func (l *later) idleListener(r *routes, arn string, listener awselasticloadbalancingv2.CfnListener) {
	if p := deref(listener.Protocol()); p != "TCP" && p != "TCP_UDP" {
		return
	}
	was := named(properties(listener.Stack(), listener)["listenerAttributes"], "key")[attributeNLBIdle]
	construct, _ := listener.Node().Scope().(awselasticloadbalancingv2.NetworkListener)
	l.idle(*listener.Node().Path(), was, r.only(l.arns(), []string{arn}), func(key, value string) {
		if construct != nil {
			construct.SetAttribute(&key, &value)
		} else {
			listener.SetListenerAttributes(edit(listener.ListenerAttributes(), attribute(key, value)))
		}
	}, attributeNLBIdle)
}

// idleBalancer sets the idle timeout of an Application Load Balancer.
func (l *later) idleBalancer(r *routes, balancer awselasticloadbalancingv2.CfnLoadBalancer) {
	was := named(properties(balancer.Stack(), balancer)["loadBalancerAttributes"], "key")[attributeALBIdle]
	construct, _ := balancer.Node().Scope().(awselasticloadbalancingv2.BaseLoadBalancer)
	l.idle(*balancer.Node().Path(), was, r.only(l.arns(), r.listenersOf(*balancer.Ref())), func(key, value string) {
		if construct != nil {
			construct.SetAttribute(&key, &value)
		} else {
			balancer.SetLoadBalancerAttributes(edit(balancer.LoadBalancerAttributes(), attribute(key, value)))
		}
	}, attributeALBIdle)
}

// idle sets an idle timeout. One that others share is made longer and never
// shorter: for them it may have to be what it is.
func (l *later) idle(path string, was any, alone bool, set func(key, value string), key string) {
	want := *l.settings.IdleTimeout
	got, known := shutdown.AWSDefaultOf("idle_timeout", l.settings.LoadBalancer)
	if text, ok := was.(string); ok {
		v, err := strconv.Atoi(text)
		got, known = v, err == nil
	} else if was != nil {
		known = false
	}
	switch {
	case known && got == want:
	case alone || known && got < want:
		l.report.replaced("idle_timeout of "+path, was, strconv.Itoa(want))
		set(key, strconv.Itoa(want))
		for _, other := range appliedTo[path] {
			if other.application != l.application && *other.settings.IdleTimeout < want {
				awscdk.Annotations_Of(other.service).AddWarningV2(jsii.String("graceful:idle_timeout"), jsii.String("graceful: "+other.longer(path, strconv.Itoa(want))))
			}
		}
	default:
		l.report.warnings = append(l.report.warnings, [2]string{"idle_timeout", l.longer(path, written(was))})
	}
	appliedTo[path] = append(slices.DeleteFunc(appliedTo[path], func(o *later) bool { return o.service.Node().Root() != l.service.Node().Root() }), l)
}

// appliedTo has the applications whose requests come through a load balancer or
// listener, by its path.
var appliedTo = map[string][]*later{}

// longer says what a longer idle timeout than the profile's means.
func (l *later) longer(path, got string) string {
	return "idle_timeout of " + path + " is " + got + " and the profile's " + strconv.Itoa(*l.settings.IdleTimeout) +
		", because others share it. The app must keep an idle connection for longer than the load balancer does: set its keep-alive timeout, of which it is told " +
		strconv.Itoa(*l.settings.KeepAliveTimeout) + ", above " + got + "."
}

// arns are those of the service's target groups.
func (a *application) arns() []string {
	var out []string
	for _, t := range a.groups {
		out = append(out, t.arn)
	}
	return out
}
