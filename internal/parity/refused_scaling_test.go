package parity

import "testing"

// What autoscaling refuses, with the values beside each limit that it takes.
func TestModule_autoscalingRefuses(t *testing.T) {
	scaled := func(further string) string { return "{ min = 2, max = 10, " + further + " }" }
	scheduled := func(action string) string { return scaled("scheduled = { night = { " + action + " } }") }
	at := func(further string) string { return scheduled(`schedule = "rate(1 day)", ` + further) }
	step := func(further, adjustments string) string {
		return scaled("steps = { s = { " + further + " step_adjustments = [" + adjustments + "] } }")
	}
	custom := func(further string) string {
		return scaled(`custom_targets = { lag = { namespace = "Shop", metric_name = "Lag", ` + further + ` } }`)
	}
	checkRefusals(t, "autoscaling", map[string]refusal{
		"nothing":                    {value: "null"},
		"no target":                  {value: "{ min = 2, max = 10 }", want: []string{"needs at least one of cpu_target"}},
		"no target, empty":           {value: scaled("scheduled = {}, steps = {}, custom_targets = null"), want: []string{"needs at least one of cpu_target"}},
		"scheduled at the bounds":    {value: at("min = 2, max = 2")},
		"scheduled below min":        {value: at("min = 1"), want: []string{"night (1) would leave fewer tasks than autoscaling.min 2"}},
		"scheduled max below min":    {value: at("max = 1"), want: []string{"night (1) would leave fewer tasks"}},
		"scheduled to nothing":       {value: at("min = 0, max = 0"), want: []string{"night (0 to 0) would leave fewer tasks"}},
		"scheduled min at max":       {value: at("min = 10")},
		"scheduled min above max":    {value: at("min = 11"), want: []string{"night sets a min above its max, or above autoscaling.max 10"}},
		"scheduled min above own":    {value: at("min = 4, max = 3"), want: []string{"sets a min above its max"}},
		"scheduled max above":        {value: at("min = 11, max = 5000")},
		"scheduled too many":         {value: at("max = 5001"), want: []string{"whole numbers up to 5000"}},
		"scheduled half":             {value: at("max = 2.5"), want: []string{"whole numbers up to 5000"}},
		"scheduled without a change": {value: at(""), want: []string{"night would change nothing"}},
		"scheduled singleton": {value: `{ min = 0, max = 1, scheduled = { s = { schedule = "rate(1 day)", max = 2 } } }`, others: `{"profile": {"singleton": true}}`,
			want: []string{"the profile is a singleton"}},
		"scheduled singleton, one": {value: `{ min = 0, max = 1, scheduled = { s = { schedule = "rate(1 day)", max = 1 } } }`, others: `{"profile": {"singleton": true}}`},
		"schedule bare":            {value: scheduled(`schedule = "0 8 * * *", min = 2`), want: []string{"schedule is at(…), cron(…) or rate(…)"}},
		"schedule empty":           {value: scheduled(`schedule = "cron()", min = 2`), want: []string{"schedule is at(…), cron(…) or rate(…)"}},
		"schedule unknown":         {value: scheduled(`schedule = unknown, min = 2`)},
		"time":                     {value: at(`min = 2, start_time = "2026-12-24T00:00:00Z", end_time = "2026-12-24T00:00:00+01:00"`)},
		"day":                      {value: at(`min = 2, end_time = "2026-12-24"`), want: []string{"Given: 2026-12-24."}},
		"time zone":                {value: at(`min = 2, timezone = "America/Argentina/Buenos_Aires"`)},
		"time zone offset":         {value: at(`min = 2, timezone = "Etc/GMT+9"`)},
		"time zone with a space":   {value: at(`min = 2, timezone = "Central Europe"`), want: []string{"Given: Central Europe."}},
		"cooldown 0":               {value: scaled("cpu_target = 50, scale_out_cooldown = 0")},
		"cooldown 3600":            {value: scaled("cpu_target = 50, scale_out_cooldown = 3600")},
		"cooldown 3601":            {value: scaled("cpu_target = 50, scale_out_cooldown = 3601"), want: []string{"from 0 to 3600. Given: 3601."}},
		"cooldown -1":              {value: scaled("cpu_target = 50, scale_out_cooldown = -1"), want: []string{"Given: -1."}},
		"cooldown 1.5":             {value: scaled("cpu_target = 50, scale_out_cooldown = 1.5"), want: []string{"Given: 1.5."}},
		"name with a space":        {value: scaled(`scheduled = { "a b" = { schedule = "rate(1 day)", min = 2 } }`), want: []string{"1 to 128 letters"}},
		"name of a target":         {value: scaled("steps = { cpu = { step_adjustments = [{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }] } }"), want: []string{"names that differ"}},
		"name twice": {value: scaled(`steps = { s = { step_adjustments = [{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }] } }, custom_targets = { s = { namespace = "N", metric_name = "M", target_value = 1 } }`),
			want: []string{"names that differ"}},
		"custom":              {value: custom(`target_value = 0.1, statistic = "Sum", unit = "Count"`)},
		"custom of 0":         {value: custom("target_value = 0"), want: []string{"a target_value above 0"}},
		"custom p90":          {value: custom(`target_value = 1, statistic = "p90"`), want: []string{"Given: lag p90 1."}},
		"steps":               {value: step("", "{ scaling_adjustment = 1, metric_interval_lower_bound = 0, metric_interval_upper_bound = 5 }, { scaling_adjustment = 2, metric_interval_lower_bound = 5 }")},
		"steps down":          {value: step("", "{ scaling_adjustment = -2, metric_interval_upper_bound = -5 }, { scaling_adjustment = -1, metric_interval_lower_bound = -5, metric_interval_upper_bound = 0 }")},
		"steps, one for all":  {value: step("", "{ scaling_adjustment = 1 }"), want: []string{"but never both"}},
		"no steps":            {value: step("", ""), want: []string{"each needs step_adjustments"}},
		"half a task":         {value: step("", "{ scaling_adjustment = 0.5, metric_interval_lower_bound = 0 }"), want: []string{"scaling_adjustment is a whole number"}},
		"exactly none":        {value: step(`adjustment_type = "ExactCapacity",`, "{ scaling_adjustment = 0, metric_interval_lower_bound = 0 }")},
		"exactly -1":          {value: step(`adjustment_type = "ExactCapacity",`, "{ scaling_adjustment = -1, metric_interval_lower_bound = 0 }"), want: []string{"not below 0 with ExactCapacity"}},
		"adjustment type":     {value: step(`adjustment_type = "exact",`, "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }"), want: []string{"adjustment_type is ChangeInCapacity"}},
		"aggregation":         {value: step(`metric_aggregation_type = "Sum",`, "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }"), want: []string{"metric_aggregation_type Average"}},
		"magnitude":           {value: step(`adjustment_type = "PercentChangeInCapacity", min_adjustment_magnitude = 1,`, "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }")},
		"magnitude 0":         {value: step(`adjustment_type = "PercentChangeInCapacity", min_adjustment_magnitude = 0,`, "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }"), want: []string{"min_adjustment_magnitude"}},
		"magnitude of a plus": {value: step(`min_adjustment_magnitude = 1,`, "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }"), want: []string{"only for adjustment_type PercentChangeInCapacity"}},
		"gap":                 {value: step("", "{ scaling_adjustment = 1, metric_interval_lower_bound = 0, metric_interval_upper_bound = 5 }, { scaling_adjustment = 2, metric_interval_lower_bound = 6 }"), want: []string{"each begins where the one before it ends"}},
		"gap, open":           {value: step("", "{ scaling_adjustment = 1, metric_interval_lower_bound = 0 }, { scaling_adjustment = 2, metric_interval_lower_bound = 0 }"), want: []string{"each begins where the one before it ends"}},
		"turned":              {value: step("", "{ scaling_adjustment = 1, metric_interval_lower_bound = 5, metric_interval_upper_bound = 5 }, { scaling_adjustment = 2, metric_interval_lower_bound = 5 }"), want: []string{"in the order of their intervals"}},
		"first below 0":       {value: step("", "{ scaling_adjustment = -1, metric_interval_lower_bound = -1 }"), want: []string{"no lower bound below 0"}},
		"last above 0":        {value: step("", "{ scaling_adjustment = 1, metric_interval_upper_bound = 1 }"), want: []string{"no upper bound above 0"}},
	})
}
