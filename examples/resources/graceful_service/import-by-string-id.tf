import {
  to = graceful_service.api
  id = "api"
}
