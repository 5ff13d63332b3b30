package drill_test

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// The modes of workers that take ten messages at once.
const (
	// These delete a message before its work.
	deletesFirst     = "worker-deletes-first"
	deletesFirstWait = "worker-deletes-first-and-waits"
	deletesBatch     = "worker-deletes-a-batch-first"
	ignoresSeconds   = "worker-ignores-seconds"
	skipsStopping    = "worker-skips-while-stopping"
	// These do a batch to its end before the next, and at the stop one deletes the
	// rest of it too, and the other, which works as it should, gives that back.
	deletesRest   = "worker-deletes-the-rest-of-its-batch"
	givesRestBack = "worker-gives-the-rest-of-its-batch-back"
	// This one gives back what it has in hand and goes on working on it.
	worksOnReturned = "worker-works-on-what-it-gave-back"
	// These work as they should.
	tenAtOnce     = "worker-ten-at-once"
	oneByOne      = "worker-one-by-one"
	handsOnRest   = "worker-hands-on-the-rest"
	tenAndRequeue = "worker-ten-and-requeues"
	// These let a receive that is open at the signal end by itself, and give back
	// what it brings, or work it off all the same.
	patientWorker = "worker-lets-receives-end"
	eagerWorker   = "worker-works-off-open-receives"
)

// manyMessages says whether a mode is one of those.
func manyMessages(mode string) bool {
	switch mode {
	case deletesFirst, deletesFirstWait, deletesBatch, ignoresSeconds, skipsStopping, deletesRest, givesRestBack, worksOnReturned, tenAtOnce, oneByOne, handsOnRest, tenAndRequeue, patientWorker, eagerWorker:
		return true
	}
	return false
}

// parcel is a message in hand.
type parcel struct {
	ReceiptHandle, Body string
}

func (m parcel) takes() time.Duration {
	var job struct{ Seconds float64 }
	if err := json.Unmarshal([]byte(m.Body), &job); err != nil {
		panic(err)
	}
	return time.Duration(job.Seconds * float64(time.Second))
}

func (m parcel) delete() {
	_ = call(context.Background(), "DeleteMessage", map[string]any{"ReceiptHandle": m.ReceiptHandle}, nil)
}

func (m parcel) giveBack() {
	_ = call(context.Background(), "ChangeMessageVisibility", map[string]any{"ReceiptHandle": m.ReceiptHandle, "VisibilityTimeout": 0}, nil)
}

func deleteBatch(all []parcel) {
	var entries []map[string]string
	for i, m := range all {
		entries = append(entries, map[string]string{"Id": string(rune('a' + i)), "ReceiptHandle": m.ReceiptHandle})
	}
	_ = call(context.Background(), "DeleteMessageBatch", map[string]any{"Entries": entries}, nil)
}

// tenWorker fetches up to ten messages at a time until the stop signal.
func tenWorker(mode string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	stopping := make(chan struct{})
	go func() {
		<-signals
		if mode == deletesFirst || mode == deletesBatch || mode == ignoresSeconds {
			os.Exit(0)
		}
		close(stopping)
	}()
	var work sync.WaitGroup
	for {
		select {
		case <-stopping:
			work.Wait()
			os.Exit(0)
		default:
		}
		var got struct{ Messages []parcel }
		wait := 0.2 // A receive that has begun ends by itself.
		if mode == patientWorker || mode == eagerWorker {
			wait = 1.5
		}
		most := 10
		if mode == deletesRest || mode == givesRestBack {
			most = 4 // More come back before they are done.
		}
		if call(context.Background(), "ReceiveMessage", map[string]any{"MaxNumberOfMessages": most, "WaitTimeSeconds": wait}, &got) != nil || len(got.Messages) == 0 {
			continue
		}
		if mode == deletesRest || mode == givesRestBack {
			workBatch(mode, got.Messages, stopping)
			continue
		}
		work.Go(func() { workTen(mode, got.Messages, stopping) })
	}
}

// workTen works off what one call brought.
func workTen(mode string, all []parcel, stopping chan struct{}) {
	switch mode {
	case deletesBatch:
		deleteBatch(all)
		time.Sleep(longest(all))
		return
	case tenAtOnce: // All at the same time, and deleted together at the end.
		time.Sleep(longest(all))
		deleteBatch(all)
		return
	case oneByOne:
		for i, m := range all {
			select {
			case <-stopping:
				for _, rest := range all[i:] {
					rest.giveBack()
				}
				return
			default:
			}
			time.Sleep(m.takes())
			m.delete()
		}
		return
	}
	select {
	case <-stopping:
		if mode == patientWorker {
			for _, m := range all {
				m.giveBack()
			}
			return
		}
	default:
	}
	var each sync.WaitGroup
	for _, m := range all {
		each.Go(func() { workOne(mode, m, stopping) })
	}
	each.Wait()
}

func workOne(mode string, m parcel, stopping chan struct{}) {
	begun := time.Now()
	switch mode {
	case deletesFirst, deletesFirstWait:
		m.delete()
		time.Sleep(m.takes())
	case ignoresSeconds:
		m.delete()
	case patientWorker, eagerWorker:
		time.Sleep(m.takes())
		m.delete()
	case skipsStopping:
		select {
		case <-time.After(m.takes()):
		case <-stopping: // It says that it is done.
		}
		m.delete()
	case worksOnReturned:
		done := time.After(m.takes())
		select {
		case <-done:
		case <-stopping:
			m.giveBack()
			<-done
		}
		m.delete()
	case handsOnRest:
		select {
		case <-time.After(m.takes()):
		case <-stopping:
			rest, _ := json.Marshal(map[string]float64{"seconds": (m.takes() - time.Since(begun)).Seconds()})
			_ = call(context.Background(), "SendMessage", map[string]any{"MessageBody": string(rest)}, nil)
		}
		m.delete()
	case tenAndRequeue:
		select {
		case <-time.After(m.takes()):
			m.delete()
		case <-stopping:
			m.giveBack()
		}
	}
}

func longest(all []parcel) (most time.Duration) {
	for _, m := range all {
		most = max(most, m.takes())
	}
	return most
}
