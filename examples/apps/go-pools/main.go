// Command go-pools takes orders into PostgreSQL and Redis. On the stop signal it
// ends what it has in the order in which nothing is missed: readiness off, listener,
// workers, pools, telemetry, logs. lifecycle logs a line at each step, with the time
// that is left, and ends the process before the deadline whatever hangs.
package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/go-pools/buffer"
	"github.com/graceful-ecs/terraform-provider-graceful/examples/apps/go-pools/orders"
	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	out := buffer.New(os.Stdout)
	slog.SetDefault(slog.New(slog.NewJSONHandler(out, nil)))

	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready()) // 503 until the start below is done, and from the signal on.
	mux.HandleFunc("GET /work", orders.Work)
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	app.Every("written lines", 5*time.Second, out.Flush)

	// Servers and tickers end first, whatever the order here. Then flushers follow
	// closers, and of each the last registered is the first: read upwards.
	app.Flush("logs", out.Close)
	// app.Flush("telemetry", provider.Shutdown) // OpenTelemetry's TracerProvider.
	if url := os.Getenv("DATABASE_URL"); url != "" { // Without it there are no orders.
		shop, err := orders.Open(url, os.Getenv("REDIS_URL"))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		mux.HandleFunc("POST /orders", shop.Take)
		app.Close("redis", shop.CloseRedis)
		app.Close("database", shop.CloseDatabase)
		app.Close("receipts", shop.EndReceipts) // A worker that handlers feed outlasts them.
		app.Start("table", shop.CreateTable)
	}
	app.Main()
}
