package parity

// serviceCases scale by schedules, steps and metrics of one's own.
func serviceCases() []Case {
	return []Case{
		{Name: "scaled-further", Profile: "workload: stream\nlongest_work: 60\ndesired_count: 3\n",
			Inputs: Inputs{Autoscaling: &Autoscaling{Min: 2, Max: 20, NoScaleIn: true, OutCooldown: 30,
				Custom: map[string]CustomTarget{"lag": {Namespace: "Shop", Metric: "Lag", Statistic: "Maximum", Unit: "Count", Target: 100.5, Dimensions: map[string]string{"Group": "orders", "Topic": "paid"}}},
				Scheduled: map[string]Scheduled{
					"morning": {Schedule: "cron(0 8 * * ? *)", Zone: "Europe/Berlin", Min: 5, Max: 30, Start: "2026-12-01T00:00:00Z", End: "2030-12-31T00:00:00Z"},
					"night":   {Schedule: "rate(1 day)", Max: 2},
				},
				Steps: map[string]Steps{
					"out":   {Adjustments: []Adjustment{{By: 1, Lower: new(0.0), Upper: new(50.0)}, {By: 4, Lower: new(50.0)}}},
					"in":    {Type: "PercentChangeInCapacity", Aggregation: "Maximum", Magnitude: 2, Adjustments: []Adjustment{{By: -10, Upper: new(0.0)}}},
					"exact": {Type: "ExactCapacity", Adjustments: []Adjustment{{By: 2, Upper: new(-5.5)}, {By: 3, Lower: new(-5.5), Upper: new(0.0)}}},
				},
				Suspended: &Suspended{In: true, Scheduled: true},
			}}},
	}
}
