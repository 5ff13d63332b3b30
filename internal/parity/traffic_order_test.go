package parity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Requests that were under way at once are judged in both orders, others in the
// one that was.
func TestTraffic_order(t *testing.T) {
	opened := told(t, "ec2.AuthorizeSecurityGroupIngress", permission("9090", "9090", "tcp", "sg-alb"), `{"AuthorizeSecurityGroupIngressResponse":{"securityGroupRuleSet":[{"securityGroupRuleId":"sgr-9090"}]}}`)
	checked := told(t, "elasticloadbalancing.ModifyTargetGroup", `{"TargetGroupArn":"tg","HealthCheckPort":"9090"}`, `{}`)
	early := Loss{"elasticloadbalancing.ModifyTargetGroup before ec2.AuthorizeSecurityGroupIngress", storyListener + " path-pattern=/a", "nobody may reach the tasks at port 9090"}
	for name, row := range map[string]struct {
		sent int // how many of the story's 100 and these two had been answered
		want []Loss
	}{
		"sent after the answer":  {101, nil},
		"sent before the answer": {100, []Loss{early}},
		"sent long before":       {7, []Loss{early}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t)
			checked.Sent = row.sent
			if err := s.traffic.Judge([]Exchange{opened, checked}, 100); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, s.traffic.Lost()); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

// What is supposed leaves no trace.
func TestTraffic_clone(t *testing.T) {
	s := newStory(t)
	e := told(t, "ecs.UpdateService", `{"desiredCount":0}`, `{"service":{"serviceArn":"arn:ecs:service/c/svc"}}`)
	if err := s.traffic.clone().Step(e); err != nil {
		t.Fatal(err)
	}
	s.open("sgr", "1", "1", "tcp", "sg-alb")
	if lost := s.traffic.Lost(); lost != nil {
		t.Errorf("lost %v by what was only supposed", lost)
	}
}
