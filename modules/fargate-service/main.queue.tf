locals {
  # What SQS takes by itself. The provider would ask for a quarter of it.
  max_message_size = 1048576

  queue_created  = local.settings.visibility_timeout != null && var.queue.existing == null
  own_queue_name = coalesce(var.queue.name, var.name)
  queue_arn      = var.queue.existing != null ? var.queue.existing.arn : one(aws_sqs_queue.this[*].arn)
  queue_url      = var.queue.existing != null ? var.queue.existing.url : one(aws_sqs_queue.this[*].url)
  queue_name     = var.queue.existing != null ? element(split(":", var.queue.existing.arn), 5) : one(aws_sqs_queue.this[*].name)
}

resource "aws_sqs_queue" "this" {
  count = local.queue_created ? 1 : 0

  name                       = local.own_queue_name
  visibility_timeout_seconds = local.settings.visibility_timeout
  message_retention_seconds  = var.queue.retention_seconds
  max_message_size           = local.max_message_size
  sqs_managed_sse_enabled    = var.queue.kms_key_arn == null ? true : null
  kms_master_key_id          = var.queue.kms_key_arn
  tags                       = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn
    maxReceiveCount     = var.queue.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.queue_created ? 1 : 0

  name                      = "${local.own_queue_name}-dead-letter"
  message_retention_seconds = var.queue.retention_seconds
  max_message_size          = local.max_message_size
  sqs_managed_sse_enabled   = var.queue.kms_key_arn == null ? true : null
  kms_master_key_id         = var.queue.kms_key_arn
  tags                      = var.tags
}
