package orders

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Work takes as many seconds as it is asked for, unless the caller goes or the
// drain budget is used up.
func Work(w http.ResponseWriter, r *http.Request) {
	work, ok := seconds(w, r)
	if !ok {
		return
	}
	select {
	case <-time.After(work):
		fmt.Fprintln(w, "done")
	case <-r.Context().Done():
	}
}

// seconds is how long the caller asks a request to take; without a word, not at all.
func seconds(w http.ResponseWriter, r *http.Request) (time.Duration, bool) {
	text := r.URL.Query().Get("seconds")
	if text == "" {
		text = "0"
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 {
		http.Error(w, "seconds must be a number from 0", http.StatusBadRequest)
		return 0, false
	}
	return time.Duration(n * float64(time.Second)), true
}
