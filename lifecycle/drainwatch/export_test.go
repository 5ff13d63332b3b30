package drainwatch

import "net/http"

// SetTransport has the metadata asked in another way.
func (w *Watcher) SetTransport(t http.RoundTripper) { w.transport = t }
