package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
)

// queueURL is the variable that tells the app its queue.
const queueURL = "QUEUE_URL"

// addQueue adds the queue of a service that works on one, unless it has one.
func (s *built) addQueue(p *plan) {
	if !p.worksOnQueue() {
		return
	}
	q := deref(p.Queue)
	if s.queue = q.Existing; s.queue == nil {
		if q.MaxReceiveCount == nil {
			q.MaxReceiveCount = jsii.Number(5)
		}
		props := awssqs.QueueProps{RetentionPeriod: q.RetentionPeriod, Encryption: awssqs.QueueEncryption_SQS_MANAGED}
		if props.RetentionPeriod == nil {
			props.RetentionPeriod = awscdk.Duration_Days(jsii.Number(14))
		}
		if q.EncryptionKey != nil {
			props.Encryption, props.EncryptionMasterKey = awssqs.QueueEncryption_KMS, q.EncryptionKey
		}
		dead := props
		s.deadLetterQueue = awssqs.NewQueue(s, jsii.String("DeadLetters"), &dead)
		props.VisibilityTimeout = s.values.seconds(*p.settings.VisibilityTimeout)
		props.DeadLetterQueue = &awssqs.DeadLetterQueue{Queue: s.deadLetterQueue, MaxReceiveCount: q.MaxReceiveCount}
		s.queue = awssqs.NewQueue(s, jsii.String("Queue"), &props)
	}
	p.app.environment[queueURL] = s.queue.QueueUrl()
}
