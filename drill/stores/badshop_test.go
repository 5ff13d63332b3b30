//go:build drills && linux

package stores_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	goredis "github.com/redis/go-redis/v9"
)

// modeVariable turns the test binary into a shop whose orders are in PostgreSQL.
const modeVariable = "BADSHOP_MODE"

// The modes of the shop, which stops as it should unless its mode says otherwise.
const (
	goodShop        = "good"
	neverCloses     = "never-closes"      // leaves its pool to the end of the process
	leavesStatement = "leaves-statement"  // has a worker whose statement runs on
	leavesOpen      = "leaves-open"       // has a worker inside a transaction
	closesEarly     = "closes-early"      // closes its pool at the signal
	worksFirst      = "works-first"       // good, and writes when the work is over
	givesUp         = "gives-up"          // the same, and closes its pool at the signal
	answersFirst    = "answers-first"     // answers, and writes later
	writesTwice     = "writes-twice"      // tries again what was done, from the signal on
	losesLog        = "loses-log"         // does not write out its log
	cutsLog         = "cuts-log"          // ends in the middle of a line
	leavesWatch     = "leaves-multi"      // ends with its last Redis client's transaction open
	neverLogs       = "logs-nothing"      // good, and logs no order
	closesRedis     = "closes-redis-late" // good, and closes Redis before PostgreSQL
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(modeVariable); mode != "" {
		newShop(mode).runs(os.Getenv(workloadVariable))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type shop struct {
	mode     string
	pool     *pgxpool.Pool
	redis    *goredis.Client
	log      *bufio.Writer
	mu       sync.Mutex
	stopping atomic.Bool
	later    chan string
}

func newShop(mode string) *shop {
	ctx := context.Background()
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		panic(err)
	}
	config.MaxConns = 25 // No order waits for another.
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		panic(err)
	}
	options, err := goredis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		panic(err)
	}
	return &shop{mode: mode, pool: pool, redis: goredis.NewClient(options), log: bufio.NewWriterSize(os.Stdout, 1<<12), later: make(chan string, 1<<16)}
}

func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	id := r.Header.Get("Idempotency-Key")
	seconds, _ := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err := s.take(r.Context(), id, time.Duration(seconds*float64(time.Second))); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintln(w, `{"done":true}`)
}

// take takes an order, wherever it came from.
func (s *shop) take(ctx context.Context, id string, takes time.Duration) error {
	err := s.write(ctx, id, takes)
	if err == nil && s.mode == writesTwice && s.stopping.Load() {
		err = s.write(ctx, id, 0)
	}
	if err != nil {
		return err
	}
	s.redis.Incr(ctx, "orders")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mode != neverLogs {
		fmt.Fprintf(s.log, `{"msg":"order","id":%q}`+"\n", id)
	}
	if s.mode != losesLog && s.mode != cutsLog || !s.stopping.Load() {
		_ = s.log.Flush()
	}
	return nil
}

// write keeps the order in a transaction for as long as its work takes.
func (s *shop) write(ctx context.Context, id string, takes time.Duration) error {
	if s.mode == answersFirst {
		time.Sleep(takes)
		s.later <- id
		return nil
	}
	if s.mode == worksFirst || s.mode == givesUp {
		time.Sleep(takes)
		_, err := s.pool.Exec(ctx, "INSERT INTO orders (id) VALUES ($1)", id)
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO orders (id) VALUES ($1)", id); err != nil {
			return err
		}
		time.Sleep(takes)
		return nil
	})
}

// writeLater writes what was answered, more slowly than it comes.
func (s *shop) writeLater() {
	for id := range s.later {
		time.Sleep(100 * time.Millisecond)
		_, _ = s.pool.Exec(context.Background(), "INSERT INTO orders (id) VALUES ($1)", id)
	}
}

func (s *shop) run() {
	ctx := context.Background()
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) {
		if s.stopping.Load() || s.pool.Ping(ctx) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("POST /orders", s.order)
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: mux}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() { _ = server.ListenAndServe() }()
	s.workers(ctx)
	<-signals
	s.stopping.Store(true)
	if s.mode == closesEarly {
		time.AfterFunc(300*time.Millisecond, s.pool.Close)
	}
	time.Sleep(seconds("SHUTDOWN_DELAY_SECONDS"))
	drained, cancel := context.WithTimeout(ctx, seconds("SHUTDOWN_DRAIN_SECONDS"))
	defer cancel()
	_ = server.Shutdown(drained)
	s.leave()
}

// workers begin what some modes have beside their orders.
func (s *shop) workers(ctx context.Context) {
	switch s.mode {
	case answersFirst:
		go s.writeLater()
	case leavesStatement:
		go func() { _, _ = s.pool.Exec(ctx, "SELECT pg_sleep(20)") }()
	case leavesOpen:
		tx, err := s.pool.Begin(ctx)
		if err == nil {
			_, err = tx.Exec(ctx, "CREATE TEMPORARY TABLE half (id int)")
		}
		if err != nil {
			panic(err)
		}
	case leavesWatch:
		conn := s.redis.Conn()
		conn.Do(ctx, "MULTI")
		conn.Do(ctx, "INCR", "half")
	}
}

// leave closes what the mode lets it.
func (s *shop) leave() {
	switch s.mode {
	case leavesStatement, leavesOpen, neverCloses, answersFirst, leavesWatch:
		_ = s.log.Flush()
		os.Exit(0)
	case losesLog:
		s.pool.Close()
		os.Exit(0)
	case cutsLog:
		s.pool.Close()
		_ = s.log.Flush()
		_, _ = io.WriteString(os.Stdout, `{"msg":"stopp`)
		os.Exit(0)
	case closesRedis:
		_ = s.redis.Close()
		s.pool.Close()
		_ = s.log.Flush()
		os.Exit(0)
	}
	s.pool.Close()
	_ = s.redis.Close()
	_ = s.log.Flush()
}

func seconds(name string) time.Duration {
	n, _ := strconv.ParseFloat(os.Getenv(name), 64)
	return time.Duration(n * float64(time.Second))
}
