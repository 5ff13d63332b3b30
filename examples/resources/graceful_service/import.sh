# By name. The next apply fills in the profile and its settings in place.
terraform import graceful_service.api api
