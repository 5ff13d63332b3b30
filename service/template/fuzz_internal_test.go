package template

import (
	"testing"

	"github.com/graceful-ecs/terraform-provider-graceful/service"
)

// FuzzDecode never panics, and links what it reads, by default and under each choice.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"Resources": {"S": {"Type": "AWS::ECS::Service", "Properties": {"ServiceName": {"Fn::Sub": ["${A}-${!b}${C.D}", {"A": {"Ref": "S"}}]}, "TaskDefinition": {"Fn::Join": ["/", [{"Ref": "S"}, "x"]]}}}}}`))
	f.Add([]byte("Resources:\n  S: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref T, Tags: [{Key: a, Value: !GetAtt T.x}]}}\n"))
	f.Add([]byte("Parameters: {P: {Type: Number, AllowedValues: [1, 2]}}\nMappings: {M: {a: {b: 3}}}\nConditions: {C: !Or [!Equals [!Ref P, 1], !Condition D], D: !Not [!Equals [!Ref AWS::Region, x]]}\n" +
		"Resources:\n  S: {Type: AWS::ECS::Service, Condition: C, Properties: {DesiredCount: !If [D, !Ref P, !FindInMap [M, a, b]], ServiceName: !Select [0, !Split [x, !Sub \"${P}x\"]]}}\n"))
	f.Add([]byte("Resources: &a\n  b: *a\n"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		d := &document{file: "app", paths: map[string]string{}, entries: map[string]*entry{}}
		at, err := d.decode(text, true)
		if err != nil {
			return
		}
		set := Set{documents: []*document{d}}
		d.index(nil, at)
		if d.circle() != "" {
			return
		}
		if all := set.Variants().All; all != nil {
			for v := range all {
				service.Link(v.Resources)
			}
		}
		for _, s := range service.Link(set.Resources()) {
			s.Values()
		}
	})
}
