package parity

// cloudFormationEFS are the names that CloudFormation has for members of the ECS
// API: its capitals do not come from the API's.
var cloudFormationEFS = map[string]string{"eFSVolumeConfiguration": "efsVolumeConfiguration", "filesystemId": "fileSystemId", "iAM": "iam"}

// volumes names a task definition's volumes, and writes EFS as the ECS API does.
func volumes(task map[string]any) {
	if task == nil || task["volumes"] == nil {
		return
	}
	task["volumes"] = renamed(task["volumes"], cloudFormationEFS)
	byName(task, "volumes", "name")
}

func renamed(v any, names map[string]string) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if name, ok := names[k]; ok {
				k = name
			}
			out[k] = renamed(e, names)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = renamed(e, names)
		}
		return out
	}
	return v
}
