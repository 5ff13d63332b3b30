package coverage

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the page")

func table(t *testing.T) ([]Anchor, []Answer, Ours) {
	t.Helper()
	anchors, err := Anchors()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := Answers()
	if err != nil {
		t.Fatal(err)
	}
	ours, err := Read(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return anchors, answers, ours
}

// Every input has one answer, and what the answers name is there.
func TestAnswers(t *testing.T) {
	for _, complaint := range Check(table(t)) {
		t.Error(complaint)
	}
}

// The page is what the table says.
func TestPage_golden(t *testing.T) {
	anchors, answers, _ := table(t)
	page := filepath.Join("..", "..", "docs", "coverage.md")
	got := Page(anchors, answers)
	if *update {
		if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/coverage.md is not what the table says; make generate writes it (-want +got):\n%s", diff)
	}
}

// None of our inputs sets what the profile computes.
func TestStopNumbers(t *testing.T) {
	for _, complaint := range Contradictions(table(t)) {
		t.Error(complaint)
	}
}
