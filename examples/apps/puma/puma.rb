# frozen_string_literal: true

# Puma's part of the contract; config.ru has the delay and the end.
require_relative "contract"

bind "tcp://#{ENV.fetch('HOST', '0.0.0.0')}:#{ENV.fetch('PORT', '8080')}"
threads 32, 32
# Then Puma raises an error in the threads that are left, which rolls back what they do.
force_shutdown_after [1, Contract::DRAIN].max
persistent_timeout Contract::KEEP_ALIVE
# Otherwise a stop in order ends with a status like that of a fault.
raise_exception_on_sigterm false
