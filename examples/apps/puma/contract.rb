# frozen_string_literal: true

# The shutdown contract, in seconds, as the infrastructure sets it.
module Contract
  # seconds reads one variable; a wrong value refuses the start.
  def self.seconds(name, fallback)
    text = ENV.fetch(name) do
      warn "#{name} is not set: #{fallback} s"
      return fallback
    end
    abort "#{name}=#{text} must be whole seconds from 0" unless text.match?(/\A\d+\z/)
    text.to_i
  end

  DELAY = seconds("SHUTDOWN_DELAY_SECONDS", 15)
  DRAIN = seconds("SHUTDOWN_DRAIN_SECONDS", 5)
  CLEANUP = seconds("SHUTDOWN_CLEANUP_SECONDS", 5)
  DEADLINE = seconds("SHUTDOWN_DEADLINE_SECONDS", 25)
  KEEP_ALIVE = seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65)
end
