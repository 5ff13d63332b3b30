# The first edition counted what is named now, so that a service keeps what it has
# when further ways in come.
moved {
  from = aws_lb_target_group.this[0]
  to   = aws_lb_target_group.this["main"]
}

moved {
  from = aws_lb_target_group.this[1]
  to   = aws_lb_target_group.this["alternate"]
}

moved {
  from = terraform_data.traffic[0]
  to   = terraform_data.traffic["main"]
}

moved {
  from = aws_lb_listener_rule.this[0]
  to   = aws_lb_listener_rule.this["main"]
}

moved {
  from = aws_lb_listener.this[0]
  to   = aws_lb_listener.this["main"]
}

moved {
  from = aws_iam_role_policy_attachment.execution
  to   = aws_iam_role_policy_attachment.execution["start"]
}

moved {
  from = aws_vpc_security_group_egress_rule.all
  to   = aws_vpc_security_group_egress_rule.this["all"]
}
