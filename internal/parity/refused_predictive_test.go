package parity

import (
	"strings"
	"testing"
)

// What predictive policies refuse, with the values beside each limit that they take.
func TestModule_predictiveRefuses(t *testing.T) {
	policy := func(further, specification string) string {
		return "{ min = 2, max = 10, predictive = { p = { " + further + " metric_specification = { " + specification + " } } } }"
	}
	const cpu = `target_value = 50, predefined_metric_pair_specification = { predefined_metric_type = "ECSServiceCPUUtilization" }`
	on := func(further string) string { return policy(further, cpu) }
	pair := func(further string) string {
		return policy("", "target_value = 50, predefined_metric_pair_specification = { "+further+" }")
	}
	const load, scaling = `predefined_load_metric_specification = { predefined_metric_type = "TotalALBRequestCount" }, `, `predefined_scaling_metric_specification = { predefined_metric_type = "ALBRequestCountPerTarget" }, `
	by := func(specification string) string { return policy("", "target_value = 50, "+specification) }
	loaded := func(queries string) string {
		return by(scaling + "customized_load_metric_specification = { metric_data_query = [" + queries + "] }, ")
	}
	stat := func(further string) string {
		return loaded(`{ id = "m", metric_stat = { ` + further + ` } }`)
	}
	long := func(n int) string { return strings.Repeat("a", n) }
	const metric = `stat = "Sum", metric = { metric_name = "M", namespace = "N" }`
	checkRefusals(t, "autoscaling", map[string]refusal{
		"pair alone":                 {value: on("")},
		"mode":                       {value: on(`mode = "ForecastAndScale",`)},
		"another mode":               {value: on(`mode = "Forecast",`), want: []string{"mode is ForecastOnly or ForecastAndScale"}},
		"another behavior":           {value: on(`max_capacity_breach_behavior = "Honor",`), want: []string{"max_capacity_breach_behavior HonorMaxCapacity or IncreaseMaxCapacity"}},
		"buffer 0":                   {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 0,`), want: []string{"percentage from 1 to 100"}},
		"buffer 1":                   {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 1,`)},
		"buffer 100":                 {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 100,`)},
		"buffer 101":                 {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 101,`), want: []string{"Given: p IncreaseMaxCapacity 101."}},
		"buffer 1.5":                 {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 1.5,`), want: []string{"a whole percentage"}},
		"buffer missing":             {value: on(`max_capacity_breach_behavior = "IncreaseMaxCapacity",`), want: []string{"Given: p IncreaseMaxCapacity null."}},
		"buffer for nothing":         {value: on(`max_capacity_buffer = 10,`), want: []string{"Given: p HonorMaxCapacity 10."}},
		"buffer time 0":              {value: on(`scheduling_buffer_time = 0,`), want: []string{"from 1 to 3599 (hashicorp/aws sends no 0). Given: 0."}},
		"buffer time 1":              {value: on(`scheduling_buffer_time = 1,`)},
		"buffer time 3599":           {value: on(`scheduling_buffer_time = 3599,`)},
		"buffer time 3600":           {value: on(`scheduling_buffer_time = 3600,`), want: []string{"Given: 3600."}},
		"buffer time 1.5":            {value: on(`scheduling_buffer_time = 1.5,`), want: []string{"Given: 1.5."}},
		"singleton":                  {value: `{ min = 0, max = 1, predictive = { p = { metric_specification = { ` + cpu + ` } } } }`, others: `{"profile": {"singleton": true}}`},
		"singleton above max":        {value: `{ min = 0, max = 1, predictive = { p = { max_capacity_breach_behavior = "IncreaseMaxCapacity", max_capacity_buffer = 10, metric_specification = { ` + cpu + ` } } } }`, others: `{"profile": {"singleton": true}}`, want: []string{"the profile is a singleton"}},
		"target 0":                   {value: policy("", `target_value = 0, predefined_metric_pair_specification = { predefined_metric_type = "ECSServiceCPUUtilization" }`), want: []string{"Given: p 0."}},
		"target null":                {value: policy("", `target_value = null, predefined_metric_pair_specification = { predefined_metric_type = "ECSServiceCPUUtilization" }`), want: []string{"Given: p null."}},
		"target 0.1":                 {value: policy("", `target_value = 0.1, predefined_metric_pair_specification = { predefined_metric_type = "ECSServiceMemoryUtilization" }`)},
		"target unknown":             {value: policy("", `target_value = unknown, predefined_metric_pair_specification = { predefined_metric_type = "ALBRequestCount" }`)},
		"load and scaling":           {value: by(load + scaling)},
		"nothing":                    {value: by(""), want: []string{"or one load metric and one scaling metric"}},
		"load alone":                 {value: by(load), want: []string{"or one load metric and one scaling metric"}},
		"scaling alone":              {value: by(scaling), want: []string{"or one load metric and one scaling metric"}},
		"pair and load":              {value: policy("", cpu+", "+load), want: []string{"metric_pair_specification alone"}},
		"pair and scaling":           {value: policy("", cpu+", "+scaling), want: []string{"metric_pair_specification alone"}},
		"pair and capacity":          {value: policy("", cpu+`, customized_capacity_metric_specification = { metric_data_query = [{ id = "m", metric_stat = { `+metric+` } }] }`), want: []string{"metric_pair_specification alone"}},
		"load twice":                 {value: by(load + scaling + `customized_load_metric_specification = { metric_data_query = [{ id = "m", metric_stat = { ` + metric + ` } }] }, `), want: []string{"each predefined or customized"}},
		"scaling twice":              {value: by(load + scaling + `customized_scaling_metric_specification = { metric_data_query = [{ id = "m", metric_stat = { ` + metric + ` } }] }, `), want: []string{"each predefined or customized"}},
		"a load as a pair":           {value: pair(`predefined_metric_type = "TotalALBRequestCount"`), want: []string{"Given: TotalALBRequestCount."}},
		"a pair as a load":           {value: by(scaling + `predefined_load_metric_specification = { predefined_metric_type = "ALBRequestCount" }`), want: []string{"of a load metric TotalALBRequestCount"}},
		"a load as a scaling metric": {value: by(load + `predefined_scaling_metric_specification = { predefined_metric_type = "ECSServiceTotalCPUUtilization" }`), want: []string{"of a scaling metric ALBRequestCountPerTarget"}},
		"label":                      {value: pair(`predefined_metric_type = "ALBRequestCount", resource_label = "app/a/0a/targetgroup/b/1b"`)},
		"label unknown":              {value: pair(`predefined_metric_type = "ALBRequestCount", resource_label = unknown`)},
		"label of a network":         {value: pair(`predefined_metric_type = "ALBRequestCount", resource_label = "net/a/0a/targetgroup/b/1b"`), want: []string{"Given: ALBRequestCount net/a/0a/targetgroup/b/1b."}},
		"label, an ARN":              {value: pair(`predefined_metric_type = "ALBRequestCount", resource_label = "targetgroup/b/1b"`), want: []string{"Given: ALBRequestCount targetgroup/b/1b."}},
		"label of CPU":               {value: pair(`predefined_metric_type = "ECSServiceCPUUtilization", resource_label = "app/a/0a/targetgroup/b/1b"`), want: []string{"Given: ECSServiceCPUUtilization app/a"}},
		"a metric":                   {value: stat(metric)},
		"a metric of the unknown":    {value: stat(`stat = unknown, metric = { metric_name = unknown, namespace = unknown, dimensions = { A = unknown } }`)},
		"no queries":                 {value: loaded(""), want: []string{"exactly one has return_data"}},
		"two queries":                {value: loaded(`{ id = "a", metric_stat = { ` + metric + ` } }, { id = "b", metric_stat = { ` + metric + ` } }`), want: []string{"exactly one has return_data"}},
		"an expression":              {value: loaded(`{ id = "a", return_data = false, metric_stat = { ` + metric + ` } }, { id = "b", expression = "a * 2" }`)},
		"one id for two":             {value: loaded(`{ id = "a", return_data = false, metric_stat = { ` + metric + ` } }, { id = "a", expression = "a * 2" }`), want: []string{"no two of a policy have one id"}},
		"one id in two metrics":      {value: by(scaling + `customized_load_metric_specification = { metric_data_query = [{ id = "m", metric_stat = { ` + metric + ` } }] }, customized_capacity_metric_specification = { metric_data_query = [{ id = "m", metric_stat = { ` + metric + ` } }] }`), want: []string{"no two of a policy have one id"}},
		"id of 255":                  {value: loaded(`{ id = "` + long(255) + `", metric_stat = { ` + metric + ` } }`)},
		"id of 256":                  {value: loaded(`{ id = "` + long(256) + `", metric_stat = { ` + metric + ` } }`), want: []string{"begins with a lower-case letter"}},
		"id of a capital":            {value: loaded(`{ id = "M", metric_stat = { ` + metric + ` } }`), want: []string{"Given: M."}},
		"neither":                    {value: loaded(`{ id = "m" }`), want: []string{"either an expression"}},
		"both":                       {value: loaded(`{ id = "m", expression = "1", metric_stat = { ` + metric + ` } }`), want: []string{"either an expression"}},
		"expression empty":           {value: loaded(`{ id = "m", expression = "" }`), want: []string{"either an expression"}},
		"expression of 2048":         {value: loaded(`{ id = "m", expression = "` + long(2048) + `" }`)},
		"expression of 2049":         {value: loaded(`{ id = "m", expression = "` + long(2049) + `" }`), want: []string{"up to 2048 characters"}},
		"no stat":                    {value: stat(`stat = "", metric = { metric_name = "M", namespace = "N" }`), want: []string{"needs a stat"}},
		"no metric name":             {value: stat(`stat = "Sum", metric = { metric_name = "", namespace = "N" }`), want: []string{"needs a stat, a metric_name"}},
		"namespace of 255":           {value: stat(`stat = "Sum", metric = { metric_name = "M", namespace = "` + long(255) + `" }`)},
		"namespace of 256":           {value: stat(`stat = "Sum", metric = { metric_name = "M", namespace = "` + long(256) + `" }`), want: []string{"up to 255 characters"}},
		"dimension of 1024":          {value: stat(`stat = "Sum", metric = { metric_name = "M", namespace = "N", dimensions = { A = "` + long(1024) + `" } }`)},
		"dimension of 1025":          {value: stat(`stat = "Sum", metric = { metric_name = "M", namespace = "N", dimensions = { A = "` + long(1025) + `" } }`), want: []string{"whose values have up to 1024"}},
		"dimension empty":            {value: stat(`stat = "Sum", metric = { metric_name = "M", namespace = "N", dimensions = { A = "" } }`), want: []string{"whose values have up to 1024"}},
		"name of a target":           {value: "{ min = 2, max = 10, predictive = { cpu = { metric_specification = { " + cpu + " } } } }", want: []string{"names that differ"}},
		"name with a space":          {value: `{ min = 2, max = 10, predictive = { "a b" = { metric_specification = { ` + cpu + " } } } }", want: []string{"1 to 128 letters"}},
	})
}
