package drill_test

import (
	"fmt"
	"time"
)

// leftOut is what a worker says that at the stop deletes much that it has not done.
const leftOut = "left out much of a batch"

// workBatch works one message off after the other and deletes them together.
func workBatch(mode string, all []parcel, stopping chan struct{}) {
	for i, m := range all {
		select {
		case <-stopping:
			if mode == givesRestBack {
				for _, rest := range all[i:] {
					rest.giveBack()
				}
				all = all[:i]
			} else if rest, of := worth(all[i:]), worth(all); rest >= of/3 && of >= 1300*time.Millisecond {
				fmt.Println(leftOut)
			}
			deleteBatch(all)
			return
		default:
			time.Sleep(m.takes())
		}
	}
	deleteBatch(all)
}

// worth is how long those take that a drill can tell from no work.
func worth(all []parcel) (sum time.Duration) {
	for _, m := range all {
		if m.takes() >= 100*time.Millisecond {
			sum += m.takes()
		}
	}
	return sum
}
