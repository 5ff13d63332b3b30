package verdict

import "time"

// StoreKind is what a store behind the app is.
type StoreKind string

// The stores that a drill looks into.
const (
	PostgreSQL StoreKind = "postgres"
	Redis      StoreKind = "redis"
)

// Words is its name for a reader.
func (k StoreKind) Words() string {
	if k == PostgreSQL {
		return "PostgreSQL"
	}
	return "Redis"
}

// StoreRecord is what was seen between the old task and a store behind it.
type StoreRecord struct {
	Kind StoreKind
	// Connections are all that the old task opened.
	Connections []StoreConnection
	// Looked is when the store was asked what is left there, after the end of the
	// old task, and Left is what it said.
	Looked time.Duration
	Left   []StoreSession
	// Blind says that the store knows its connections by other names, so that Left is
	// empty whatever is left.
	Blind bool
}

// StoreConnection is one connection of the old task to a store.
type StoreConnection struct {
	// Opened and Closed count from the first request; Closed is negative while it
	// is open.
	Opened, Closed time.Duration
	// Goodbye says that the app closed it in order: with PostgreSQL's Terminate or
	// Redis's QUIT.
	Goodbye bool
	// ByStore says that the store closed it.
	ByStore bool
	// Inside says that it ended inside a transaction, and Waiting that it ended
	// before the answer to its last command.
	Inside, Waiting bool
}

// StoreSession is what a store still has of a connection of the old task.
type StoreSession struct {
	// State is the store's own word for it, such as "active", and Doing its last
	// command.
	State, Doing string
}

// RowsRecord is what a query found of the requests or messages with an id.
type RowsRecord struct {
	Query string
	// Of is how many rows each id has; those without any are not in it.
	Of map[string]int
}

// LogsRecord is what was found of the requests or messages with an id in what the old task
// wrote.
type LogsRecord struct {
	// IDs are those that a whole line has.
	IDs map[string]bool
	// Broken says that the last line has no end.
	Broken bool
}
