package parity

// harmless are the requests that change something and lose no request of a client,
// each for its reason. What is neither here nor in [Traffic.apply] is an error.
var harmless = map[string]string{
	"application-autoscaling.DeleteScalingPolicy":      "the number of tasks stays as it is",
	"application-autoscaling.DeregisterScalableTarget": "the number of tasks stays as it is",
	"application-autoscaling.PutScalingPolicy":         "it moves within the bounds of the target",
	"application-autoscaling.TagResource":              tags,
	"ec2.AuthorizeSecurityGroupEgress":                 "it lets out more",
	"ec2.CreateSecurityGroup":                          "nobody is in it yet",
	"ec2.CreateTags":                                   tags,
	"ec2.DeleteTags":                                   tags,
	"ecs.DeregisterTaskDefinition":                     "tasks and services that have it go on; who forbids it looks for the request",
	"ecs.TagResource":                                  tags,
	"ecs.UntagResource":                                tags,
	"elasticloadbalancing.AddTags":                     tags,
	"elasticloadbalancing.ModifyListenerAttributes":    "idle timeouts, which the settings compute and other tests compare",
	"elasticloadbalancing.RemoveTags":                  tags,
	"iam.AttachRolePolicy":                             permitted,
	"iam.CreateRole":                                   permitted,
	"iam.DeleteRole":                                   permitted,
	"iam.DeleteRolePolicy":                             permitted,
	"iam.DetachRolePolicy":                             permitted,
	"iam.PutRolePolicy":                                permitted,
	"iam.TagRole":                                      permitted,
	"logs.PutRetentionPolicy":                          "it is of logs that are written already",
	"logs.TagResource":                                 tags,
	"sqs.SetQueueAttributes":                           "a visibility timeout that gets shorter is in UPGRADING.md; a message that comes back is not lost",
	"sqs.TagQueue":                                     tags,
}

const (
	tags      = "tags say nothing to clients"
	permitted = "permissions are not judged"
)
