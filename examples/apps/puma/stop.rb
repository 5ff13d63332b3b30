# frozen_string_literal: true

require_relative "contract"
require_relative "logs"

# The clock of the stop: a line for each step, and the bound on all of them.
module Stop
  @began = nil

  class << self
    def stopping?
      !@began.nil?
    end

    # Starts the clock, and what is to be done, unless it runs already. A signal's handler
    # may lock nothing, so that the line and the rest come from a thread.
    def begin(because)
      return if @began

      @began = now
      Thread.new do
        Logs.log(:INFO, "stopping", because: because, left_seconds: left)
        yield
      end
      # Whatever hangs, the process is gone before SIGKILL.
      Thread.new do
        sleep [Contract::DEADLINE - 0.2, 0].max
        give_up
      end
    end

    def step(name)
      Logs.log(:INFO, "step done", step: name, left_seconds: left)
    end

    # One that hangs must not keep the next from being closed, so that it is left behind.
    def close(name)
      error = "its time is over"
      closing = Thread.new do
        yield
        error = nil
      rescue StandardError => e
        error = e.message
      end
      closing.join([[Contract::CLEANUP, left].min / 3.0, 0.1].max)
      error ? Logs.log(:ERROR, "#{name} is not closed", error: error) : step(name)
    end

    def left
      (Contract::DEADLINE - (now - @began)).round(1)
    end

    private

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end

    # The last lines may hang as well, so that somebody else writes them.
    def give_up
      Thread.new { Logs.log(:ERROR, "the deadline has come: ending at once") }.join(0.1)
      exit! 1
    end
  end
end
