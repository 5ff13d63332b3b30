// Command go serves through lifecycle, which reads the contract and stops by it.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/lifecycle"
)

func main() {
	var app lifecycle.App
	mux := http.NewServeMux()
	mux.Handle("GET /health", app.Ready())
	mux.HandleFunc("GET /work", work)
	mux.HandleFunc("POST /upload", upload)
	app.HTTP(&http.Server{Addr: os.Getenv("HOST") + ":" + os.Getenv("PORT"), Handler: mux})
	app.Main()
}

// work takes as many seconds as it is asked for, unless the caller goes or the
// drain budget is used up.
func work(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil || seconds < 0 {
		http.Error(w, "seconds must be a number from 0", http.StatusBadRequest)
		return
	}
	select {
	case <-time.After(time.Duration(seconds * float64(time.Second))):
		fmt.Fprintln(w, "done")
	case <-r.Context().Done():
	}
}

// upload takes a body, however slowly it comes, and says how long it was.
func upload(w http.ResponseWriter, r *http.Request) {
	n, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		http.Error(w, "the body broke off", http.StatusBadRequest)
		return
	}
	fmt.Fprintln(w, n, "bytes")
}
