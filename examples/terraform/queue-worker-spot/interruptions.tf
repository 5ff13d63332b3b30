# Writes down every Spot interruption of the service's tasks: one line each, with
# the whole event.
resource "aws_cloudwatch_event_rule" "interruptions" {
  name        = "queue-worker-interruptions"
  description = "Spot interruptions of the tasks of queue-worker."

  event_pattern = jsonencode({
    source      = ["aws.ecs"]
    detail-type = ["ECS Task State Change"]
    detail = {
      clusterArn = [aws_ecs_cluster.this.arn]
      group      = ["service:${module.worker.service_name}"]
      # Only the notice: the states in which the task then stops, up to STOPPED,
      # are events of their own with the same code.
      desiredStatus = ["STOPPED"]
      lastStatus    = ["RUNNING"]
      # The second is the older name of the code.
      stopCode = ["SpotInterruption", "TerminationNotice"]
    }
  })
}

resource "aws_cloudwatch_event_target" "interruptions" {
  rule = aws_cloudwatch_event_rule.interruptions.name
  arn  = aws_cloudwatch_log_group.interruptions.arn

  # Without the leave below the events would be lost, and nothing would say so.
  depends_on = [aws_cloudwatch_log_resource_policy.interruptions]
}

resource "aws_cloudwatch_log_group" "interruptions" {
  name              = "/aws/events/queue-worker-interruptions"
  retention_in_days = 90
}

# EventBridge has no role here: the log group itself must let it write.
resource "aws_cloudwatch_log_resource_policy" "interruptions" {
  policy_name = "queue-worker-interruptions"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.interruptions.arn}:*"
    }]
  })
}
