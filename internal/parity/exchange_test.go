package parity

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeForm(t *testing.T) {
	for body, want := range map[string]map[string]any{
		"Action=A&Version=1&Name=n":                            {"Name": "n"},
		"Matcher.HttpCode=200":                                 {"Matcher": map[string]any{"HttpCode": "200"}},
		"Subnets.member.1=a&Subnets.member.2=b":                {"Subnets": []any{"a", "b"}},
		"IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F16":      {"IpPermissions": []any{map[string]any{"IpRanges": []any{map[string]any{"CidrIp": "10.0.0.0/16"}}}}},
		"Attributes.member.1.Key=k&Attributes.member.1.Value=": {"Attributes": []any{map[string]any{"Key": "k", "Value": ""}}},
		"Tags.1.Key=a&Tags.3.Key=b":                            {"Tags": map[string]any{"1": map[string]any{"Key": "a"}, "3": map[string]any{"Key": "b"}}},
		"A.member.1=x&A.other=y":                               {"A": map[string]any{"member": []any{"x"}, "other": "y"}},
	} {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, decodeForm(form)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", body, diff)
		}
	}
}

func TestDecodeResponse(t *testing.T) {
	for body, want := range map[string]map[string]any{
		"":                                     nil,
		"OK":                                   nil,
		`{"a": {"b": ["c"]}}`:                  {"a": map[string]any{"b": []any{"c"}}},
		"<?xml version='1.0'?><R><A>x</A></R>": {"R": map[string]any{"A": "x"}},
		"<R><L><member>a</member><member>b</member></L></R>": {"R": map[string]any{"L": []any{"a", "b"}}},
		"<R><L><item><I>1</I></item></L><E/></R>":            {"R": map[string]any{"L": []any{map[string]any{"I": "1"}}, "E": ""}},
	} {
		got, err := decodeResponse([]byte(body))
		if err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{"{", "<R><A></R>"} {
		if _, err := decodeResponse([]byte(body)); err == nil {
			t.Errorf("%s has no error", body)
		}
	}
}

func TestDecodeRequest(t *testing.T) {
	h := http.Header{}
	h.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0")
	h.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateService")
	e, err := decodeRequest(h, []byte(`{"serviceName": "a"}`))
	if err != nil || e.Name() != "ecs.CreateService" || text(e.Request, "serviceName") != "a" {
		t.Errorf("got %v %v", e, err)
	}
	for _, scope := range []string{"", "Credential=a/b/c", "Credential=a/b/c/d/e/f"} {
		h.Set("Authorization", scope)
		if got := signingName(h); got != "" {
			t.Errorf("%q is signed for %q", scope, got)
		}
	}
}

func TestFold_refusesWhatItDoesNotKnow(t *testing.T) {
	for _, row := range []struct {
		exchange Exchange
		want     string
	}{
		{Exchange{Service: "ecs", Action: "CreateCapacityProvider", Status: 200}, "ecs.CreateCapacityProvider changes something and is not understood"},
		{Exchange{Service: "iam", Action: "PutRolePolicy", Status: 200, Request: map[string]any{"RoleName": "r"}}, `nothing was created as "role:r"`},
		{Exchange{Service: "ec2", Action: "RevokeSecurityGroupEgress", Status: 200, Request: map[string]any{"GroupId": "g"}}, `nothing was created as "g"`},
		{Exchange{Service: "ecs", Action: "DescribeServices", Status: 200}, ""},
		{Exchange{Service: "ecs", Action: "CreateCapacityProvider", Status: 400}, ""},
	} {
		_, err := Fold([]Exchange{row.exchange})
		switch {
		case row.want == "" && err != nil:
			t.Errorf("%s: %v", row.exchange.Name(), err)
		case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
			t.Errorf("%s: got %v, want %q", row.exchange.Name(), err, row.want)
		}
	}
}
