package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
)

// QueueProps describe the queue of a service with workload queue.
type QueueProps struct {
	// EncryptionKey encrypts the new queues.
	// Default: a key that SQS manages.
	EncryptionKey awskms.IKey
	// Existing queue to work on.
	// Default: a new queue with a dead-letter queue.
	Existing awssqs.IQueue
	// MaxReceiveCount is how often a message of a new queue may be received
	// before it goes to the dead-letter queue.
	// Default: 5.
	MaxReceiveCount *float64
	// RetentionPeriod is how long the new queues keep a message.
	// Default: 14 days.
	RetentionPeriod awscdk.Duration
	// VisibilityTimeout of the existing queue, which must be at least what the
	// profile needs. Required when the queue is imported, because its value is
	// not known at synthesis.
	// Default: read from a queue that is defined in the same app.
	VisibilityTimeout awscdk.Duration
}
