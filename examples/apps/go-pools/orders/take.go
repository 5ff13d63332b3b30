package orders

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Take takes an order: 201 says that it stands in the database, once.
func (s *Shop) Take(w http.ResponseWriter, r *http.Request) {
	id := r.Header.Get("Idempotency-Key")
	if id == "" {
		http.Error(w, "an order needs a header Idempotency-Key", http.StatusBadRequest)
		return
	}
	work, ok := seconds(w, r)
	if !ok {
		return
	}
	// The context ends when the caller goes or the drain is over: the transaction is
	// then rolled back, and its connection is free to be closed.
	if err := s.insert(r.Context(), id, work); err != nil {
		slog.Error("no order", "id", id, "error", err)
		http.Error(w, "no order", http.StatusInternalServerError)
		return
	}
	if err := s.redis.Incr(r.Context(), "orders").Err(); err != nil {
		slog.Error("order not counted", "id", id, "error", err)
		http.Error(w, "order not counted", http.StatusInternalServerError)
		return
	}
	s.receipts.add(id)
	slog.Info("order", "id", id)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintln(w, `{"ordered":true}`)
}

// insert is the whole order in one transaction, with the work in the middle of it.
func (s *Shop) insert(ctx context.Context, id string, work time.Duration) error {
	tx, err := s.database.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // Nothing after a commit.
	if _, err := tx.ExecContext(ctx, "INSERT INTO orders (id) VALUES ($1)", id); err != nil {
		return err
	}
	select {
	case <-time.After(work):
		return tx.Commit()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
