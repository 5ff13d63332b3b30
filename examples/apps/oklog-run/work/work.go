// Package work is what both forms of the app serve.
package work

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Handle takes as many seconds as it is asked for.
func Handle(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.ParseFloat(r.URL.Query().Get("seconds"), 64)
	if err != nil || seconds < 0 {
		http.Error(w, "seconds must be a number from 0", http.StatusBadRequest)
		return
	}
	time.Sleep(time.Duration(seconds * float64(time.Second)))
	fmt.Fprintln(w, "done")
}
