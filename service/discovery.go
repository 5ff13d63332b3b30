package service

// Registry is a name in Cloud Map under which callers find the tasks.
type Registry struct {
	// Resource is the Cloud Map service; nil where that was not read.
	Resource *Resource
	// TTL is how long callers keep an address that DNS gave them; unknown where the
	// Cloud Map service was not read. Names that are only asked for by API have none.
	TTL Value[int]
}

func registries(r *Resource) []Registry {
	var out []Registry
	list := r.of("ServiceRegistries")
	if why := list.obscured(); why != "" {
		return []Registry{{TTL: NotKnown[int](why, list.where())}}
	}
	for _, entry := range list.items() {
		arn := entry.at("RegistryArn")
		to := arn.toA(TypeDiscovery)
		if to == nil {
			out = append(out, Registry{TTL: NotKnown[int]("the Cloud Map service is not among what was read", arn.where())})
			continue
		}
		registry := Registry{Resource: to}
		for _, record := range to.of("DnsConfig").at("DnsRecords").items() {
			if ttl := record.at("TTL").number(); registry.TTL.State == "" || ttl.Or(0) > registry.TTL.Or(0) {
				registry.TTL = ttl
			}
		}
		out = append(out, registry)
	}
	return out
}
