package drill

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// A target is healthy until the API tells of its drain, and gone after it; the
// replacement's stays.
func TestTargetHealth_states(t *testing.T) {
	t.Parallel()
	h, err := newTargetHealth(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	want := func(when, state string) {
		t.Helper()
		for task, state := range map[verdict.Task]string{verdict.OldTask: state, verdict.ReplacementTask: "healthy"} {
			if _, text := describe(t, h, task, taskAddresses[task]); !strings.Contains(text, "<State>"+state+"</State>") {
				t.Errorf("%s the target of the task %s is not %s: %s", when, task, state, text)
			}
		}
	}
	want("at first", "healthy")
	if _, _, told := h.asked(); !told.IsZero() {
		t.Error("the task was told of a drain before there was one")
	}
	if status, text := post(h, "/elb/old", url.Values{"Action": {"DescribeTargetHealth"}, "TargetGroupArn": {targetGroupARN}}); status != http.StatusOK {
		t.Errorf("without a slash at the end: %d %s", status, text)
	}
	h.deregister()
	want("deregistered,", "draining")
	if calls, _, told := h.asked(); told.IsZero() || calls != 3 {
		t.Errorf("%d calls of the old task, want 3, and told at %v", calls, told)
	}
	h.expire()
	want("after the delay", "unused")
	if _, text := describe(t, h, verdict.OldTask); strings.Count(text, "<Target>") != 2 {
		t.Errorf("without targets named, want both: %s", text)
	}
	if _, text := describe(t, h, verdict.OldTask, "10.9.9.9"); !strings.Contains(text, "Target.NotRegistered") {
		t.Errorf("a target of somebody else: %s", text)
	}
}

// The API tells of the drain as late as it shall.
func TestTargetHealth_late(t *testing.T) {
	t.Parallel()
	h := &targetHealth{late: time.Hour}
	old := url.Values{"Targets.member.1.Id": {taskAddresses[verdict.OldTask]}}
	for _, tt := range []struct {
		ago  time.Duration
		want string
	}{{time.Hour - time.Minute, "healthy"}, {time.Hour, "draining"}} {
		h.deregistered = time.Now().Add(-tt.ago)
		if got := h.targets(old)[0].State; got != tt.want {
			t.Errorf("%s after the deregistration: %s, want %s", tt.ago, got, tt.want)
		}
	}
}

func TestTargetHealth_throttle(t *testing.T) {
	t.Parallel()
	for percent, want := range map[int]int{0: 0, 1: 1, 30: 30, 50: 50, 99: 99, 100: 100} {
		h := &targetHealth{throttle: percent}
		for range 100 {
			h.answer(verdict.OldTask, nil)
		}
		if calls, refused, _ := h.asked(); calls != 100 || refused != want {
			t.Errorf("%d %%: %d of %d calls were refused, want %d", percent, refused, calls, want)
		}
	}
}

func TestTargetHealth_answers(t *testing.T) {
	t.Parallel()
	h, err := newTargetHealth(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	if status, text := describe(t, h, verdict.OldTask); status != http.StatusBadRequest || !strings.Contains(text, "<Code>Throttling</Code>") {
		t.Errorf("throttled: %d %s", status, text)
	}
	recorder := httptest.NewRecorder()
	h.server.Handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/v4/old/task", nil))
	var task struct {
		Containers []struct {
			Networks []struct{ IPv4Addresses []string }
		}
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &task); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"10.0.0.1"}, task.Containers[0].Networks[0].IPv4Addresses); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

// describe asks as a task.
func describe(t *testing.T, h *targetHealth, task verdict.Task, targets ...string) (status int, text string) {
	t.Helper()
	form := url.Values{"Action": {"DescribeTargetHealth"}, "TargetGroupArn": {targetGroupARN}}
	for _, id := range targets {
		form.Set("Targets.member.1.Id", id)
	}
	return post(h, "/elb/"+string(task)+"/", form)
}

func post(h *targetHealth, path string, form url.Values) (status int, text string) {
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	h.server.Handler.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}
