//go:build parity

package parity

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOnTheWire_balanced applies the module load-balanced-service and compares what
// it sends with the construct's template.
func TestOnTheWire_balanced(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, cancel := bounded(t)
	defer cancel()
	c := caller{ctx: ctx, moto: w.moto}
	w.around.Certificate = c.json("acm", "CertificateManager.RequestCertificate", []any{"CertificateArn"}, map[string]any{"DomainName": "*." + Zone})
	w.around.ZoneID = w.moto.zone(t)
	if c.err != nil {
		t.Fatal(c.err)
	}
	modules := map[string]any{}
	for _, b := range BalancedCases() {
		m, err := b.Module(filepath.Join(w.root, "modules")+"//load-balanced-service", w.around) // With its sibling.
		if err != nil {
			t.Fatal(err)
		}
		modules[b.Name] = m
	}
	w.write(t, map[string]any{"module": modules})
	w.step(ctx, t, "init", "-no-color", "-input=false")
	w.step(ctx, t, "apply", "-no-color", "-input=false", "-auto-approve", "-parallelism=20")
	for _, err := range w.proxy.Errs() {
		t.Error(err)
	}
	resources, err := Fold(w.proxy.Exchanges())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range BalancedCases() {
		names = append(names, b.Name)
	}
	trees, leftovers, err := Trees(resources, w.around, names...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range leftovers {
		t.Errorf("Terraform creates a resource that belongs to no case: %+v", r)
	}
	for _, b := range BalancedCases() {
		t.Run(b.Name, func(t *testing.T) {
			checkRecorded(t, b.Name, trees[b.Name])
			checkEqual(t, trees[b.Name], eitherCase{b.Name, b.Synthesise}.tree(t))
		})
	}
	changes, err := w.terraform.Changes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if changes != "" {
		t.Errorf("a second plan is not empty:\n%s", changes)
	}
}

var zoneID = regexp.MustCompile(`<Id>/hostedzone/([A-Z0-9]+)</Id>`)

// zone makes a hosted zone.
func (m Moto) zone(t *testing.T) string {
	t.Helper()
	body := `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>` + Zone + `</Name><CallerReference>parity</CallerReference></CreateHostedZoneRequest>`
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.URL+"/2013-04-01/hostedzone", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/"+Region+"/route53/aws4_request, SignedHeaders=host, Signature=0")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := zoneID.FindSubmatch(text)
	if found == nil {
		t.Fatal(fmt.Errorf("no hosted zone: %s: %s", answer.Status, text))
	}
	return string(found[1])
}
