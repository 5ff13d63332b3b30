package parity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// ECS makes no volume that no container mounts.
func TestModule_unmountedVolumes(t *testing.T) {
	for name, row := range map[string]struct {
		mounts string
		want   []string
	}{
		"mounted":          {`{ app = { mountPoints = [{ sourceVolume = "data" }] } }`, nil},
		"another mounted":  {`{ app = { mountPoints = [{ sourceVolume = "scratch" }] } }`, []string{"volumes.data: no container mounts it, and managed_ebs_volume would make one for each task. Mount it with mountPoints in container_definitions, or remove it."}},
		"nothing mounted":  {`{ app = { mountPoints = null } }`, []string{"volumes.data: no container mounts it, and managed_ebs_volume would make one for each task. Mount it with mountPoints in container_definitions, or remove it."}},
		"mounted together": {`{ app = { mountPoints = [{ sourceVolume = "scratch" }, { sourceVolume = "data" }] } }`, nil},
	} {
		got := wordsOf(newEvaluator(t, map[string]cty.Value{
			"container_definitions": hclValue(t, row.mounts),
			"volumes":               hclValue(t, `{ data = { managed_ebs_volume = { size_in_gb = 1 } }, scratch = { managed_ebs_volume = null } }`),
		}).local("unmounted_faults"))
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: faults mismatch (-want +got):\n%s", name, diff)
		}
	}
}

// What an EBS volume refuses, with the values beside each limit.
func TestModule_volumesRefuse(t *testing.T) {
	ebs := func(further string) string { return "{ data = { managed_ebs_volume = { " + further + " } } }" }
	sized := func(further string) string { return ebs("size_in_gb = 200, " + further) }
	checkRefusals(t, "volumes", map[string]refusal{
		"nothing":                      {value: "{}"},
		"of every kind":                {value: `{ a = {}, b = { efs = { file_system_id = "fs-1" } }, c = { managed_ebs_volume = { size_in_gb = 1 } } }`},
		"two of EBS":                   {value: "{ a = { managed_ebs_volume = { size_in_gb = 1 } }, b = { managed_ebs_volume = { size_in_gb = 1 } } }", want: []string{"Given with managed_ebs_volume: a, b."}},
		"EFS and EBS":                  {value: `{ a = { efs = { file_system_id = "fs-1" }, managed_ebs_volume = { size_in_gb = 1 } } }`, want: []string{"Make two volumes of it"}},
		"neither size nor snapshot":    {value: ebs(""), want: []string{"needs size_in_gb, or the snapshot_id"}},
		"a snapshot":                   {value: ebs(`snapshot_id = "snap-0a1b2c3d"`)},
		"a snapshot made here":         {value: ebs("snapshot_id = unknown, volume_initialization_rate = 100")},
		"another id":                   {value: ebs(`snapshot_id = "vol-0a1b2c3d"`), want: []string{"Given: vol-0a1b2c3d."}},
		"gp2 of 0":                     {value: ebs("size_in_gb = 0"), want: []string{"Given: 0, and the volume_type is gp2"}},
		"gp2 of 16384":                 {value: ebs("size_in_gb = 16384")},
		"gp2 of 16385":                 {value: ebs("size_in_gb = 16385"), want: []string{"Given: 16385"}},
		"gp3 of 65536":                 {value: ebs(`size_in_gb = 65536, volume_type = "gp3"`)},
		"gp3 of 65537":                 {value: ebs(`size_in_gb = 65537, volume_type = "gp3"`), want: []string{"Given: 65537"}},
		"half a GiB":                   {value: ebs("size_in_gb = 1.5"), want: []string{"Given: 1.5"}},
		"st1 of 124":                   {value: ebs(`size_in_gb = 124, volume_type = "st1"`), want: []string{"Given: 124"}},
		"st1 of 125":                   {value: ebs(`size_in_gb = 125, volume_type = "st1"`)},
		"io2 of 3":                     {value: ebs(`size_in_gb = 3, volume_type = "io2", iops = 100`), want: []string{"Given: 3"}},
		"io2 of 4":                     {value: ebs(`size_in_gb = 4, volume_type = "io2", iops = 100`)},
		"a type of EC2":                {value: sized(`volume_type = "standard"`), want: []string{"Given: standard."}},
		"a type known later":           {value: sized("volume_type = unknown")},
		"iops of gp2":                  {value: sized("iops = 3000"), want: []string{"no other type has it"}},
		"iops of st1":                  {value: sized(`volume_type = "st1", iops = 3000`), want: []string{"no other type has it"}},
		"io1 without iops":             {value: sized(`volume_type = "io1"`), want: []string{"is needed with volume_type io1"}},
		"gp3 without iops":             {value: sized(`volume_type = "gp3"`)},
		"gp3 with 2999":                {value: sized(`volume_type = "gp3", iops = 2999`), want: []string{"Given: 2999."}},
		"gp3 with 3000":                {value: sized(`volume_type = "gp3", iops = 3000`)},
		"gp3 with 80001":               {value: sized(`volume_type = "gp3", iops = 80001`), want: []string{"Given: 80001."}},
		"gp3 of 6 with 3000":           {value: ebs(`size_in_gb = 6, volume_type = "gp3", iops = 3000`)},
		"gp3 of 6 with 3001":           {value: ebs(`size_in_gb = 6, volume_type = "gp3", iops = 3001`), want: []string{"Given: data 3001 on 6 GiB."}},
		"gp3 of 160 with 80000":        {value: ebs(`size_in_gb = 160, volume_type = "gp3", iops = 80000, throughput = 2000`)},
		"io1 of 4 with 200":            {value: ebs(`size_in_gb = 4, volume_type = "io1", iops = 200`)},
		"io1 of 4 with 201":            {value: ebs(`size_in_gb = 4, volume_type = "io1", iops = 201`), want: []string{"50 of io1"}},
		"io2 of 4 with 4000":           {value: ebs(`size_in_gb = 4, volume_type = "io2", iops = 4000`)},
		"io2 of 4 with 4001":           {value: ebs(`size_in_gb = 4, volume_type = "io2", iops = 4001`), want: []string{"1000 of io2"}},
		"iops on a size known later":   {value: ebs(`size_in_gb = unknown, volume_type = "gp3", iops = 80000`)},
		"iops of a snapshot":           {value: ebs(`snapshot_id = "snap-1", volume_type = "io1", iops = 64000`)},
		"io1 with 64001":               {value: ebs(`size_in_gb = 2000, volume_type = "io1", iops = 64001`), want: []string{"Given: 64001."}},
		"io2 with 256000":              {value: ebs(`size_in_gb = 256, volume_type = "io2", iops = 256000`)},
		"io2 with 99":                  {value: sized(`volume_type = "io2", iops = 99`), want: []string{"Given: 99."}},
		"throughput of gp2":            {value: sized("throughput = 125"), want: []string{"with volume_type gp3"}},
		"throughput 124":               {value: sized(`volume_type = "gp3", throughput = 124`), want: []string{"Given: 124."}},
		"throughput 125":               {value: sized(`volume_type = "gp3", throughput = 125`)},
		"throughput 750":               {value: sized(`volume_type = "gp3", throughput = 750`)},
		"throughput 751":               {value: sized(`volume_type = "gp3", throughput = 751`), want: []string{"Given: data 751 with 3000."}},
		"throughput 1000 of 4000":      {value: sized(`volume_type = "gp3", iops = 4000, throughput = 1000`)},
		"throughput 1001 of 4000":      {value: sized(`volume_type = "gp3", iops = 4000, throughput = 1001`), want: []string{"Given: data 1001 with 4000."}},
		"throughput known later":       {value: sized(`volume_type = "gp3", throughput = unknown`)},
		"throughput 2000":              {value: sized(`volume_type = "gp3", iops = 8000, throughput = 2000`)},
		"throughput 2001":              {value: sized(`volume_type = "gp3", iops = 9000, throughput = 2001`), want: []string{"Given: 2001."}},
		"a rate of nothing":            {value: sized("volume_initialization_rate = 100"), want: []string{"with a snapshot_id"}},
		"rate 99":                      {value: ebs(`snapshot_id = "snap-1", volume_initialization_rate = 99`), want: []string{"Given: 99."}},
		"rate 300":                     {value: ebs(`snapshot_id = "snap-1", volume_initialization_rate = 300`)},
		"rate 301":                     {value: ebs(`snapshot_id = "snap-1", volume_initialization_rate = 301`), want: []string{"Given: 301."}},
		"a file system":                {value: sized(`file_system_type = "ext3"`)},
		"a file system of Windows":     {value: sized(`file_system_type = "ntfs"`), want: []string{"Given: ntfs."}},
		"a key":                        {value: sized(`kms_key = { arn = "arn:aws:kms:eu-central-1:123456789012:key/1" }`)},
		"a key made here":              {value: sized("kms_key = { arn = unknown }, role = { arn = unknown }")},
		"an alias":                     {value: sized(`kms_key = { arn = "arn:aws:kms:eu-central-1:123456789012:alias/a" }`), want: []string{"an alias is none"}},
		"a key of what is in the open": {value: sized(`encrypted = false, kms_key = { arn = "arn:aws:kms:eu-central-1:123456789012:key/1" }`), want: []string{"may not be false beside it"}},
		"in the open":                  {value: sized("encrypted = false")},
		"a role's name":                {value: sized(`role = { arn = "ecs" }`), want: []string{"Given: ecs."}},
		"tags":                         {value: sized(`tag_specifications = [{ propagate_tags = "SERVICE" }, { tags = { a = "b" } }]`)},
		"tags from nowhere":            {value: sized(`tag_specifications = [{ propagate_tags = "TASK" }]`), want: []string{"Given: volume with TASK."}},
		"tags of an instance":          {value: sized(`tag_specifications = [{ resource_type = "instance" }]`), want: []string{"Given: instance with none."}},
	})
}
