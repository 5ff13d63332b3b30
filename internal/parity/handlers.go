package parity

import "fmt"

// handlers says what each operation that changes something does to the
// resources. Only what Terraform sends in an apply of the module is here.
var handlers = map[string]func(*folder, Exchange) error{
	"application-autoscaling.PutScalingPolicy":          putScalingPolicy,
	"application-autoscaling.PutScheduledAction":        putScheduledAction,
	"application-autoscaling.RegisterScalableTarget":    registerScalableTarget,
	"ec2.AuthorizeSecurityGroupEgress":                  authorizeRules(typeEgress),
	"ec2.AuthorizeSecurityGroupIngress":                 authorizeRules(typeIngress),
	"ec2.CreateSecurityGroup":                           createSecurityGroup,
	"ec2.RevokeSecurityGroupEgress":                     revokeEgress,
	"ecs.CreateService":                                 createService,
	"ecs.RegisterTaskDefinition":                        registerTaskDefinition,
	"elasticloadbalancing.CreateLoadBalancer":           createLoadBalancer,
	"elasticloadbalancing.ModifyLoadBalancerAttributes": modifyAttributes("LoadBalancerArn", "loadBalancerAttributes"),
	"route53.ChangeResourceRecordSets":                  changeRecords,
	"elasticloadbalancing.CreateListener":               createListener,
	"elasticloadbalancing.CreateRule":                   createRule,
	"elasticloadbalancing.CreateTargetGroup":            createTargetGroup,
	"elasticloadbalancing.ModifyListenerAttributes":     modifyAttributes("ListenerArn", "listenerAttributes"),
	"elasticloadbalancing.ModifyTargetGroupAttributes":  modifyAttributes("TargetGroupArn", "targetGroupAttributes"),
	"iam.AttachRolePolicy":                              attachRolePolicy,
	"iam.CreateRole":                                    createRole,
	"iam.PutRolePolicy":                                 putRolePolicy,
	"logs.CreateLogGroup":                               createLogGroup,
	"logs.PutRetentionPolicy":                           putRetentionPolicy,
	"sqs.CreateQueue":                                   createQueue,
	"sqs.SetQueueAttributes":                            setQueueAttributes,
}

func createService(f *folder, e Exchange) error {
	f.create(typeService, e.Request, "arn", text(e.Response, "service", "serviceArn"))
	return nil
}

func registerTaskDefinition(f *folder, e Exchange) error {
	f.create(typeTaskDefinition, e.Request, "arn", text(e.Response, "taskDefinition", "taskDefinitionArn"))
	return nil
}

func createLogGroup(f *folder, e Exchange) error {
	name := text(e.Request, "logGroupName")
	r := f.create(typeLogGroup, e.Request)
	// The ARN is in no answer; policies name it.
	f.byIdentity["log-group:"+name] = r
	f.names["arn:aws:logs:"+Region+":"+Account+":log-group:"+name+":*"] = reference(r.ID, "arn")
	f.byIdentity["arn:aws:logs:"+Region+":"+Account+":log-group:"+name+":*"] = r
	return nil
}

func putRetentionPolicy(f *folder, e Exchange) error {
	r, err := f.find("log-group:" + text(e.Request, "logGroupName"))
	if err == nil {
		r.Properties["retentionInDays"] = e.Request["retentionInDays"]
	}
	return err
}

func createTargetGroup(f *folder, e Exchange) error {
	group := at(e.Response, "CreateTargetGroupResponse", "CreateTargetGroupResult", "TargetGroups", 0)
	arn := text(group, "TargetGroupArn")
	f.create(typeTargetGroup, e.Request, "arn", arn, "fullName", arn[lastColon(arn)+1:])
	return nil
}

func createListener(f *folder, e Exchange) error {
	f.create(typeListener, e.Request, "arn", text(e.Response, "CreateListenerResponse", "CreateListenerResult", "Listeners", 0, "ListenerArn"))
	return nil
}

func createRule(f *folder, e Exchange) error {
	f.create(typeListenerRule, e.Request, "arn", text(e.Response, "CreateRuleResponse", "CreateRuleResult", "Rules", 0, "RuleArn"))
	return nil
}

// modifyAttributes puts attributes where CloudFormation has them: in a list of
// the resource.
func modifyAttributes(identity, property string) func(*folder, Exchange) error {
	return func(f *folder, e Exchange) error {
		r, err := f.find(text(e.Request, identity))
		if err == nil {
			r.add(property, list(lowerKeys(e.Request), "attributes")...)
		}
		return err
	}
}

func registerScalableTarget(f *folder, e Exchange) error {
	f.byIdentity["scalable-target:"+text(e.Request, "ResourceId")] = f.create(typeScalableTarget, e.Request)
	return nil
}

func putScalingPolicy(f *folder, e Exchange) error {
	f.create(typeScalingPolicy, e.Request)
	return nil
}

// putScheduledAction puts an action where CloudFormation has it: in a list of the
// scalable target.
func putScheduledAction(f *folder, e Exchange) error {
	r, err := f.find("scalable-target:" + text(e.Request, "ResourceId"))
	if err == nil {
		r.add("scheduledActions", lowerKeys(without(e.Request, "ResourceId", "ScalableDimension", "ServiceNamespace")))
	}
	return err
}

func createQueue(f *folder, e Exchange) error {
	url := text(e.Response, "QueueUrl")
	name := text(e.Request, "QueueName")
	r := f.create(typeQueue, nil, "url", url, "arn", "arn:aws:sqs:"+Region+":"+Account+":"+name, "metric-name", "QueueName="+name)
	return r.queueAttributes(name, e.Request)
}

func setQueueAttributes(f *folder, e Exchange) error {
	r, err := f.find(text(e.Request, "QueueUrl"))
	if err == nil {
		err = r.queueAttributes(text(r.Properties, "queueName"), e.Request)
	}
	return err
}

// queueAttributes puts a queue's attributes where CloudFormation has them: as
// properties, with the redrive policy as an object.
func (r *Resource) queueAttributes(name string, request map[string]any) error {
	r.Properties["queueName"] = name
	attributes, ok := request["Attributes"].(map[string]any)
	if !ok {
		return nil
	}
	for k, v := range attributes {
		if k == "RedrivePolicy" {
			policy, err := document(fmt.Sprint(v))
			if err != nil {
				return err
			}
			v = policy
		}
		r.Properties[lowerFirst(k)] = v
	}
	return nil
}

func lastColon(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ':' {
			return i
		}
	}
	return -1
}
