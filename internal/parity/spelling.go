package parity

import (
	"bytes"
	"net/url"
)

// networkLoadBalancer is the name of the surroundings' Network Load Balancer.
const networkLoadBalancer = "parity-nlb"

// Moto calls every load balancer app in its ARN, AWS calls a Network Load
// Balancer net. The proxy translates, in plain and in form-encoded text.
const (
	motoName = "/app/" + networkLoadBalancer + "/"
	awsName  = "/net/" + networkLoadBalancer + "/"
)

func motoSpelling(body []byte) []byte { return respell(body, awsName, motoName) }

func awsSpelling(body []byte) []byte { return respell(body, motoName, awsName) }

func respell(body []byte, from, to string) []byte {
	body = bytes.ReplaceAll(body, []byte(url.QueryEscape(from)), []byte(url.QueryEscape(to)))
	return bytes.ReplaceAll(body, []byte(from), []byte(to))
}
