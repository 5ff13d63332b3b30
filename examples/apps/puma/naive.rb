# frozen_string_literal: true

# Puma as most people run it: the address and the threads, no more.
bind "tcp://#{ENV.fetch('HOST', '0.0.0.0')}:#{ENV.fetch('PORT', '8080')}"
threads 32, 32
