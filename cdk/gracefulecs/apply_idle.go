package gracefulecs

import (
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

// appliedApp is what the services of one app that Apply has set have in common.
type appliedApp struct {
	root     constructs.IConstruct
	services map[string]*application // By path.
	through  map[string][]*later     // By the path of a load balancer or listener, whose requests come through it.
	routes   *routes                 // Read once for all; nil until a service asks for them.
}

// lastApplied is kept for the next service. That of another app is dropped: its
// Node process may have ended.
var lastApplied *appliedApp

func appliedIn(root constructs.IConstruct) *appliedApp {
	if lastApplied == nil || lastApplied.root != root {
		lastApplied = &appliedApp{root: root, services: map[string]*application{}, through: map[string][]*later{}}
	}
	return lastApplied
}

// applyIdleTimeouts sets how long the load balancers before the service bear a
// silent connection.
func (l *later) applyIdleTimeouts() {
	if l.settings.IdleTimeout == nil {
		return
	}
	app := appliedIn(l.service.Node().Root())
	if app.routes == nil {
		app.routes = newRoutes(app.root)
	}
	r := app.routes
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
	key := service.AttributeALBIdle
	if l.settings.LoadBalancer == shutdown.NLB {
		key = service.AttributeNLBIdle
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
	was := named(properties(listener.Stack(), listener)["listenerAttributes"], "key")[service.AttributeNLBIdle]
	construct, _ := listener.Node().Scope().(awselasticloadbalancingv2.NetworkListener)
	l.idle(*listener.Node().Path(), was, r.only(l.arns(), []string{arn}), func(key, value string) {
		if construct != nil {
			construct.SetAttribute(&key, &value)
		} else {
			listener.SetListenerAttributes(edit(listener.ListenerAttributes(), attribute(key, value)))
		}
	}, service.AttributeNLBIdle)
}

// idleBalancer sets the idle timeout of an Application Load Balancer.
func (l *later) idleBalancer(r *routes, balancer awselasticloadbalancingv2.CfnLoadBalancer) {
	was := named(properties(balancer.Stack(), balancer)["loadBalancerAttributes"], "key")[service.AttributeALBIdle]
	construct, _ := balancer.Node().Scope().(awselasticloadbalancingv2.BaseLoadBalancer)
	l.idle(*balancer.Node().Path(), was, r.only(l.arns(), r.listenersOf(*balancer.Ref())), func(key, value string) {
		if construct != nil {
			construct.SetAttribute(&key, &value)
		} else {
			balancer.SetLoadBalancerAttributes(edit(balancer.LoadBalancerAttributes(), attribute(key, value)))
		}
	}, service.AttributeALBIdle)
}

// idle sets an idle timeout. One that others share is made longer and never
// shorter: for them it may have to be what it is.
func (l *later) idle(path string, was any, alone bool, set func(key, value string), key string) {
	want, through := *l.settings.IdleTimeout, appliedIn(l.service.Node().Root()).through
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
		for _, other := range through[path] {
			if other.application != l.application && *other.settings.IdleTimeout < want {
				awscdk.Annotations_Of(other.service).AddWarningV2(jsii.String("graceful:idle_timeout"), jsii.String("graceful: "+other.longer(path, strconv.Itoa(want))))
			}
		}
	default:
		l.report.warnings = append(l.report.warnings, [2]string{"idle_timeout", l.longer(path, service.Written(was))})
	}
	if !slices.Contains(through[path], l) {
		through[path] = append(through[path], l)
	}
}

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
