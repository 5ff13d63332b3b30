package drill

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// group is the one that consumes the topic: its members, and of each whether it has
// partitions.
type group struct {
	members map[string]bool
	stable  bool
}

// describe asks for the group. Brokers know groups whose partitions the clients share
// out themselves, and those where the broker does it, each by a call of its own.
func (t *topic) describe(ctx context.Context) (group, error) {
	ctx, cancel := context.WithTimeout(ctx, mostAnswer)
	defer cancel()
	out := group{members: map[string]bool{}}
	groups, err := t.admin.DescribeGroups(ctx, t.name)
	if err != nil {
		return out, fmt.Errorf("ask Kafka for the group %s: %w", t.name, err)
	}
	for _, m := range groups[t.name].Members {
		assigned, is := m.Assigned.AsConsumer()
		has := false
		for i := 0; is && i < len(assigned.Topics); i++ {
			has = has || len(assigned.Topics[i].Partitions) > 0
		}
		out.members[m.MemberID] = has
	}
	out.stable = groups[t.name].State == "Stable"
	if len(out.members) > 0 {
		return out, nil
	}
	byBroker, err := t.admin.DescribeConsumerGroups(ctx, t.name)
	if err != nil {
		return out, nil // It is older than such groups.
	}
	for _, m := range byBroker[t.name].Members {
		out.members[m.MemberID] = len(m.Assignment) > 0
	}
	out.stable = byBroker[t.name].State == "Stable"
	return out, nil
}

// joined looks who is in the group before the replacement comes. A consumer that is in
// another one cannot be judged: nobody would see what that commits, or who stays in it.
func (t *topic) joined(ctx context.Context) error {
	for limit := time.Now().Add(mostJoin); ; {
		g, err := t.describe(ctx)
		t.mu.Lock()
		known := len(g.members) > 0 || t.told
		t.mu.Unlock()
		if err == nil && known {
			t.first = g.members
			return nil
		}
		if time.Now().After(limit) {
			if err == nil {
				err = errors.New("the consumer does records and is not in the group $KAFKA_GROUP, which has neither a member nor an offset: take the group's name from that variable")
			}
			return err
		}
		if err := wait(ctx, lookOften); err != nil {
			return err
		}
	}
}

// members are those of the group; none where Kafka does not say.
func (t *topic) members(ctx context.Context) map[string]bool {
	g, _ := t.describe(ctx) //nolint:errcheck // As above.
	return g.members
}

const (
	// mostJoin bounds the wait for a member that is just joining anew.
	mostJoin = 3 * time.Second
	// mostShared bounds the wait for a group to share its partitions: a consumer that
	// works for long between two polls holds everybody up.
	mostShared = 15 * time.Second
)

// shared waits until the group has shared its partitions between the old consumer
// and the replacement. The stop of a consumer that has none just then shows nothing.
// It goes on when that takes too long, and where the old one is in no group.
func (t *topic) shared(ctx context.Context) error {
	for limit := time.Now().Add(mostShared); len(t.first) > 0 && time.Now().Before(limit); {
		if g, err := t.describe(ctx); err == nil && g.divided(t.first) {
			return nil
		}
		if err := wait(ctx, lookOften); err != nil {
			return err
		}
	}
	return nil
}

// divided says that the members of a stable group are those of before and others,
// and that both have partitions.
func (g group) divided(first map[string]bool) bool {
	var before, after bool
	for id, has := range g.members {
		_, is := first[id]
		before, after = before || has && is, after || has && !is
	}
	return g.stable && before && after
}
