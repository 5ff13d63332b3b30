package parity

import (
	"fmt"
	"strings"
	"testing"
)

// What ranges of ports refuse, beside an app on 8080 and 9090 and a sidecar on 9200
// and on 9300 to 9310.
func TestModule_portRangesRefuse(t *testing.T) {
	const others = `{"port_mappings": [9090]}`
	many := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`"%d-%d"`, 2*i+1, 2*i+2))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	rows := map[string]refusal{
		"none":                     {value: "[]"},
		"all below":                {value: `["1-8079"]`},
		"the last":                 {value: `["9311-65535"]`},
		"0":                        {value: `["0-10"]`, want: []string{"up to 100 ranges like 8000-8010, of two ports from 1 to 65535, the first below the last. Given: 0-10."}},
		"65536":                    {value: `["65535-65536"]`, want: []string{"Given: 65535-65536."}},
		"one port":                 {value: `["7000-7000"]`, want: []string{"the first below the last"}},
		"two ports":                {value: `["7000-7001"]`},
		"turned":                   {value: `["7001-7000"]`, want: []string{"the first below the last"}},
		"no hyphen":                {value: `["7000"]`, want: []string{"Given: 7000."}},
		"a space":                  {value: `["7000 - 7001"]`, want: []string{"Given: 7000 - 7001."}},
		"three":                    {value: `["7000-7001-7002"]`, want: []string{"Given: 7000-7001-7002."}},
		"octal":                    {value: `["07000-07001"]`, want: []string{"Given: 07000-07001."}},
		"100":                      {value: many(100)},
		"101":                      {value: many(101), want: []string{"up to 100 ranges"}},
		"beside each other":        {value: `["7000-7009", "7010-7019"]`},
		"overlapping":              {value: `["7000-7010", "7010-7019"]`, want: []string{"no two ranges overlap"}},
		"one in the other":         {value: `["7000-7010", "7002-7003"]`, want: []string{"no two ranges overlap"}},
		"twice":                    {value: `["7000-7010", "7000-7010"]`, want: []string{"no two ranges overlap"}},
		"up to the app's port":     {value: `["8000-8080"]`, want: []string{"nor holds one a port of container_port"}},
		"from the app's port":      {value: `["8080-8081"]`, want: []string{"nor holds one a port of container_port"}},
		"after the app's port":     {value: `["8081-9089"]`},
		"over a further port":      {value: `["9089-9091"]`, want: []string{"port_mappings"}},
		"over a sidecar's port":    {value: `["9199-9201"]`, want: []string{"front or sidecars"}},
		"up to a sidecar's range":  {value: `["9201-9300"]`, want: []string{"no two ranges overlap"}},
		"before a sidecar's range": {value: `["9201-9299"]`},
		"within a sidecar's range": {value: `["9302-9303"]`, want: []string{"no two ranges overlap"}},
		"unknown":                  {value: `[unknown]`},
	}
	for name, row := range rows {
		row.others = others
		rows[name] = row
	}
	checkRefusals(t, "container_port_ranges", rows)
	front := func(ranges string) string {
		return `{ image = "proxy:1", port = 8443, container_port_ranges = ` + ranges + ` }`
	}
	rows = map[string]refusal{
		"no front": {value: "null"},
		"none":     {value: front("[]")},
		"1":        {value: front(`["1-2"]`)},
		"0":        {value: front(`["0-2"]`), want: []string{"front: container_port_ranges are up to 100 ranges"}},
		"65535":    {value: front(`["65534-65535"]`)},
		"65536":    {value: front(`["65535-65536"]`), want: []string{"Given: 65535-65536."}},
		"one port": {value: front(`["7000-7000"]`), want: []string{"the first below the last"}},
		"100":      {value: front(many(100))},
		"101":      {value: front(many(101)), want: []string{"up to 100 ranges"}},
		"unknown":  {value: front(`[unknown]`)},
	}
	for name, row := range rows {
		row.others = `{"profile": {"front": {"name": "proxy"}}, "container_name": "app"}`
		if row.value == "null" {
			row.others = `{"profile": {}, "container_name": "app"}`
		}
		rows[name] = row
	}
	checkRefusals(t, "front", rows)
}
