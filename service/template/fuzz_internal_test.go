package template

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// FuzzDecode never panics, and links what it reads.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": {"Fn::Sub": ["${A}-${!b}${C.D}", {"A": {"Ref": "S"}}]}, "TaskDefinition": {"Fn::Join": ["/", [{"Ref": "S"}, "x"]]}}}}}`))
	f.Add([]byte("Resources:\n  S: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T, Tags: [{Key: a, Value: !GetAtt T.x}]}}\n"))
	f.Add([]byte("Resources: &a\n  b: *a\n"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		d := &document{file: "app", paths: map[string]string{}, entries: map[string]*entry{}}
		at, err := d.decode(text, true)
		if err != nil {
			return
		}
		set := Set{documents: []*document{d}}
		d.index(nil, at)
		for _, s := range service.Link(set.Resources()) {
			s.Values()
		}
	})
}
