# frozen_string_literal: true

# Puma's part of the contract; config.ru has the delay.
require_relative "contract"

bind "tcp://#{ENV.fetch('HOST', '0.0.0.0')}:#{ENV.fetch('PORT', '8080')}"
threads 32, 32
force_shutdown_after [1, Contract.seconds("SHUTDOWN_DRAIN_SECONDS", 5)].max
persistent_timeout Contract.seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)
# Otherwise a stop in order ends with a status like that of a fault.
raise_exception_on_sigterm false
