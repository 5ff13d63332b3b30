package gracefulecs

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/graceful-ecs/terraform-provider-graceful/shutdown"
)

func (l *NetworkListenerProps) tls() bool { return l != nil && l.Protocol == protocolTLS }

// tls says whether the listener of the way, made or existing, has it.
func (w *way) tls() bool {
	if resource := listenerResource(w.ExistingNetworkListener); resource != nil {
		return deref(resource.Protocol()) == protocolTLS
	}
	return w.NetworkListener.tls()
}

// listener puts what the caller says of the listener into the CDK's props.
func (l *NetworkListenerProps) listener(props *awselasticloadbalancingv2.NetworkListenerProps) *awselasticloadbalancingv2.NetworkListenerProps {
	if !l.tls() {
		return props
	}
	props.Protocol, props.TcpIdleTimeout = l.Protocol, nil
	props.Certificates, props.AlpnPolicy, props.SslPolicy = l.Certificates, l.AlpnPolicy, l.SslPolicy
	if props.SslPolicy == "" {
		props.SslPolicy = awselasticloadbalancingv2.SslPolicy_RECOMMENDED_TLS
	}
	return props
}

// networkListener checks what the caller says of the listener of one way in.
func (c *checker) networkListener(p *plan, w *way) {
	l, at := w.NetworkListener, w.at+"NetworkListener."
	if l == nil {
		return
	}
	if given := string(l.Protocol); given != "" && given != "TCP" && given != protocolTLS {
		c.add(shutdown.Fault{Path: at + "Protocol", Rule: "enum", Given: quote(given), Allowed: "one of TCP, TLS",
			Message: "A flow of UDP ends 120 seconds after its last datagram and not with its task, so the profile would not hold for it."})
		return
	}
	for i, certificate := range deref(l.Certificates) {
		if certificate == nil {
			c.missing(index(at+"Certificates", i), "a certificate", "Certificates has an empty entry.", "remove it")
		}
	}
	if !l.tls() {
		set := map[string]bool{"AlpnPolicy": l.AlpnPolicy != "", "Certificates": l.Certificates != nil, "SslPolicy": l.SslPolicy != ""}
		for _, name := range present(set) {
			c.misplaced(at+name, "a value", "Only a listener with TLS has "+name+".", "remove "+name, "or set Protocol to TLS")
		}
		return
	}
	if len(deref(l.Certificates)) == 0 {
		c.missing(at+"Certificates", "at least one certificate", "A listener with TLS needs a certificate.", "set Certificates")
	}
	c.oneOf(at+"AlpnPolicy", string(l.AlpnPolicy), "HTTP1_ONLY", "HTTP2_ONLY", "HTTP2_OPTIONAL", "HTTP2_PREFERRED", "NONE")
	c.tlsSilence(p, at+"Protocol")
}

// tlsSilence faults a profile that needs a longer idle timeout than TLS has.
func (c *checker) tlsSilence(p *plan, path string) {
	if needed := *p.settings.IdleTimeout; needed > shutdown.NLBTLSIdleTimeout {
		c.add(shutdown.Fault{Path: path, Rule: "range", Given: "an idle timeout of " + strconv.Itoa(needed) + " s", Allowed: "at most " + strconv.Itoa(shutdown.NLBTLSIdleTimeout),
			Message: "A TLS listener closes a connection that is silent for " + strconv.Itoa(shutdown.NLBTLSIdleTimeout) + " s, and nobody can change that.",
			WaysOut: []string{"set Protocol to TCP", "or shorten longest_work"}})
	}
}
