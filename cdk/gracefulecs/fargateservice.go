package gracefulecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
)

// addFargateService adds the ECS service with the profile's way to roll.
func (s *built) addFargateService(p *plan) {
	s.addSecurityGroup(p)
	d := p.settings.Deployment
	props := &awsecs.FargateServiceProps{
		ServiceName:                 &p.name,
		Cluster:                     s.cluster(p),
		TaskDefinition:              s.taskDefinition,
		AssignPublicIp:              jsii.Bool(deref(p.AssignPublicIp)),
		AvailabilityZoneRebalancing: awsecs.AvailabilityZoneRebalancing(d.AvailabilityZoneRebalancing),
		CapacityProviderStrategies:  p.capacityProviders(),
		DeploymentStrategy:          awsecs.DeploymentStrategy(d.Strategy),
		EnableECSManagedTags:        jsii.Bool(p.EnableECSManagedTags == nil || *p.EnableECSManagedTags),
		EnableExecuteCommand:        jsii.Bool(deref(p.EnableExecuteCommand)),
		MaxHealthyPercent:           jsii.Number(d.MaximumPercent),
		MinHealthyPercent:           jsii.Number(d.MinimumHealthyPercent),
		PlatformVersion:             p.PlatformVersion,
		PropagateTags:               awsecs.PropagatedTagSource_SERVICE,
		SecurityGroups:              &[]awsec2.ISecurityGroup{s.securityGroup},
		VpcSubnets:                  p.subnets(),
	}
	if p.PropagateTags != "" {
		props.PropagateTags = p.PropagateTags
	}
	if b := d.CircuitBreaker; b != nil {
		props.CircuitBreaker = &awsecs.DeploymentCircuitBreaker{Enable: &b.Enable, Rollback: &b.Rollback}
	}
	if v := d.BakeTimeInMinutes; v != nil {
		props.BakeTime = minutes(*v)
	}
	if v := d.Linear; v != nil {
		props.LinearConfiguration = &awsecs.TrafficShiftConfig{StepPercent: jsii.Number(v.StepPercent), StepBakeTime: minutes(v.StepBakeTimeInMinutes)}
	}
	if v := d.Canary; v != nil {
		props.CanaryConfiguration = &awsecs.TrafficShiftConfig{StepPercent: jsii.Number(v.Percent), StepBakeTime: minutes(v.BakeTimeInMinutes)}
	}
	if !p.scaling {
		// With autoscaling every update of the stack would throw the count back.
		props.DesiredCount = jsii.Number(p.settings.DesiredCount)
	}
	if h := p.settings.HealthCheck; h != nil {
		props.HealthCheckGracePeriod = s.values.seconds(h.GracePeriod)
	}
	if alarms := deref(p.DeploymentAlarms); len(alarms) > 0 {
		props.DeploymentAlarms = &awsecs.DeploymentAlarmConfig{AlarmNames: p.DeploymentAlarms, Behavior: awsecs.AlarmBehavior_ROLLBACK_ON_ALARM}
		if p.DeploymentAlarmBehavior != "" {
			props.DeploymentAlarms.Behavior = p.DeploymentAlarmBehavior
		}
	}
	props.ServiceConnectConfiguration = s.serviceConnect(p)
	s.fargateService = awsecs.NewFargateService(s, jsii.String("Service"), props)
	s.addFurtherGroups(p)
	if len(p.secretNames())+len(p.readsAtStart()) > 0 {
		// The CDK waits for the task role's policies only, but a task that starts
		// before the execution role may read its secrets fails.
		s.fargateService.Node().AddDependency(s.executionRole)
	}
	s.addDiscovery(p)
}

// described is the name as it stands in a description, which takes 255 characters.
func (p *plan) described() string {
	if isTextToken(p.name) {
		return p.name
	}
	return p.name[:min(len(p.name), 200)]
}

// cluster is the given one. The CDK wants one that knows its VPC.
func (s *built) cluster(p *plan) awsecs.ICluster {
	if p.clusterKnows {
		return p.Cluster
	}
	return awsecs.Cluster_FromClusterAttributes(s, jsii.String("Cluster"), &awsecs.ClusterAttributes{
		ClusterName: p.Cluster.ClusterName(), ClusterArn: p.Cluster.ClusterArn(), Vpc: p.vpc, SecurityGroups: &[]awsec2.ISecurityGroup{},
	})
}

func minutes(v int) awscdk.Duration { return awscdk.Duration_Minutes(jsii.Number(v)) }

// subnets selects from the given VPC; CDK would look into the cluster's.
func (p *plan) subnets() *awsec2.SubnetSelection {
	if p.Vpc == nil {
		return p.VpcSubnets
	}
	selection := p.VpcSubnets
	if selection == nil && deref(p.AssignPublicIp) {
		selection = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}
	}
	return &awsec2.SubnetSelection{Subnets: p.Vpc.SelectSubnets(selection).Subnets}
}
