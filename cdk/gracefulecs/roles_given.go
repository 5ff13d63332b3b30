package gracefulecs

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// warnOfRoles says what the owner of a given role must allow, where CDK drops
// every grant without a word: a role that is imported from another account, with
// Mutable false, or by WithoutPolicyUpdates.
func (s *built) warnOfRoles(p *plan) {
	s.warnOfRole("TaskRole", "task-role", p.TaskRole, s.taskNeeds(p))
	s.warnOfRole("ExecutionRole", "execution-role", p.ExecutionRole, s.executionNeeds(p))
}

func (s *built) warnOfRole(prop, rule string, role awsiam.IRole, needs []string) {
	if role == nil || len(needs) == 0 || !frozen(role) {
		return
	}
	awscdk.Annotations_Of(s).AddWarningV2(jsii.String("graceful:"+rule), jsii.String(
		prop+": CDK adds nothing to this role, because it is imported from another account or as one that does not change. Its owner must allow: "+strings.Join(needs, "; ")+"."))
}

// frozen says whether CDK drops what is added to a role, once something was.
func frozen(role awsiam.IRole) bool {
	if _, own := role.(awsiam.Role); own {
		return false
	}
	// An imported role gets a policy as its own child when something is added to
	// it; one that CDK leaves alone gets none.
	for _, child := range *role.Node().Children() {
		if _, ok := child.(awsiam.Policy); ok {
			return false
		}
	}
	return true
}

// taskNeeds are what the service adds to the task role.
func (s *built) taskNeeds(p *plan) []string {
	var needs []string
	if s.queue != nil {
		needs = append(needs, "sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility, sqs:GetQueueAttributes and sqs:GetQueueUrl on the queue, and kms:Decrypt on its key if it has one")
	}
	if p.settings.TaskProtectionMinutes != nil {
		needs = append(needs, "ecs:GetTaskProtection and ecs:UpdateTaskProtection on the tasks of the cluster")
	}
	if p.profile.TargetGroupsVariable() != "" {
		needs = append(needs, describeTargetHealth+" on every resource")
	}
	if deref(p.EnableExecuteCommand) {
		needs = append(needs, "ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel, ssmmessages:OpenControlChannel and ssmmessages:OpenDataChannel")
	}
	if volumes := p.needsFileSystems(); len(volumes) > 0 {
		needs = append(needs, "elasticfilesystem:ClientMount and elasticfilesystem:ClientWrite on the file systems of "+list(volumes))
	}
	if len(deref(p.TaskPolicyStatements)) > 0 {
		needs = append(needs, "what TaskPolicyStatements says")
	}
	return needs
}

// executionNeeds are what CDK and the service add to the execution role.
func (s *built) executionNeeds(p *plan) []string {
	needs := []string{"what AmazonECSTaskExecutionRolePolicy does", "logs:CreateLogStream and logs:PutLogEvents on the log group"}
	if names := p.secretNames(); len(names) > 0 {
		needs = append(needs, "reading the secrets behind "+list(names)+", and kms:Decrypt on the keys that they are under")
	}
	if paths := p.readsAtStart(); len(paths) > 0 {
		needs = append(needs, "reading the secrets and the files in S3 that "+list(paths)+" name")
	}
	if len(deref(p.ExecutionPolicyStatements)) > 0 {
		needs = append(needs, "what ExecutionPolicyStatements says")
	}
	return needs
}

// secretNames are the variables of all containers that hold secrets.
func (p *plan) secretNames() []string {
	names := sortedKeys(deref(p.Secrets))
	if p.Front != nil {
		names = append(names, sortedKeys(deref(p.Front.Secrets))...)
	}
	for _, sidecar := range p.sidecars {
		names = append(names, sortedKeys(deref(sidecar.Secrets))...)
	}
	for _, init := range deref(p.InitContainers) {
		names = append(names, sortedKeys(deref(init.Secrets))...)
	}
	return names
}
