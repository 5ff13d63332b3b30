package ecsjson_test

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
	"github.com/graceful-ecs/terraform-provider-graceful/service/ecsjson"
)

// FuzzAdd never panics, and links what it reads.
func FuzzAdd(f *testing.F) {
	for _, text := range []string{printedService, printedTask, printedGroups, `{"serviceName": "a", "taskDefinition": "a", "loadBalancers": [null, 1, {"advancedConfiguration": {}}]}`} {
		f.Add([]byte(text), []byte(printedTask))
	}
	f.Fuzz(func(t *testing.T, one, other []byte) {
		var set ecsjson.Set
		for _, text := range [][]byte{one, other} {
			if ecsjson.Is(text) {
				_ = set.Add("aws.json", text)
			}
		}
		for _, s := range service.Link(set.Resources()) {
			s.Values()
		}
	})
}
