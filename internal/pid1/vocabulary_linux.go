package pid1

// framework is what a stop needs to know of a server, and workload of a profile's
// workload. The tables of both are written from package shutdown.
type framework struct {
	name, graceful string
	fromSignal     bool
}

type workload struct {
	name    string
	fetches bool
}
