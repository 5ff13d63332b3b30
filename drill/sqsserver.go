package drill

import (
	"sync"
	"time"

	"github.com/graceful-ecs/terraform-provider-graceful/drill/verdict"
)

// SQS is the drill's own queue by itself, for tests that start and stop workers as
// they like and look then at what became of each message.
type SQS struct {
	queue *queue
	begin time.Time

	mu        sync.Mutex
	workers   []*sqs
	signalled map[verdict.Task]time.Time
}

// NewSQS makes a queue that hides a message for so long once it has been received.
func NewSQS(visibility time.Duration) *SQS {
	return &SQS{queue: newQueue(visibility), begin: time.Now(), signalled: map[verdict.Task]time.Time{}}
}

// Worker opens an address for one worker, whose receipts have its name, and says what
// has to stand in its environment: AWS_ENDPOINT_URL_SQS, QUEUE_URL, a region and
// credentials. The address is there until Close.
func (s *SQS) Worker(name verdict.Task) (environment []string, err error) {
	one, err := newSQS(s.queue, name)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workers = append(s.workers, one)
	return one.environment(), nil
}

// Signalled notes that a worker is told to stop now: it may break off a receive.
func (s *SQS) Signalled(name verdict.Task) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signalled[name] = time.Now()
}

// Send puts a message into the queue. asked is how long its work takes.
func (s *SQS) Send(body string, asked time.Duration) { s.queue.send(body, asked, "") }

// Waiting is how many messages are visible, and how many are in flight.
func (s *SQS) Waiting() (visible, inFlight int) { return s.queue.waiting() }

// Begin is the moment from which the times of Messages count.
func (s *SQS) Begin() time.Time { return s.begin }

// Messages is what has become of each message so far, in the order in which they were
// sent.
func (s *SQS) Messages() []verdict.MessageRecord {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.records(s.begin, func(name verdict.Task) time.Time { return s.signalled[name] })
}

// Close ends the addresses of all workers.
func (s *SQS) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.workers {
		one.close()
	}
}
