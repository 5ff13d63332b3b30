# frozen_string_literal: true

require "json"

# Log lines in JSON, kept together as an app with many of them does.
module Logs
  @kept = []
  @ended = false
  @lock = Mutex.new
  $stdout.sync = true # What is written here is not kept a second time.

  class << self
    # An error is not kept back, with what came before it: it may be the last line.
    def log(level, msg, **fields)
      line = { time: Time.now.utc.strftime("%FT%T.%LZ"), level: level, msg: msg, **fields }
      @lock.synchronize do
        @kept << "#{JSON.generate(line)}\n"
        write if @ended || level == :ERROR || @kept.length >= 1000
      end
    end

    # The ticker that writes what is kept.
    def write_every(seconds)
      Thread.new do
        loop do
          sleep seconds
          @lock.synchronize { write }
        end
      end
    end

    # Write what is kept, and from now on each line at once: some may still come.
    def finish
      @lock.synchronize do
        @ended = true
        write
      end
    end

    private

    def write
      $stdout.write(@kept.join)
      @kept.clear
    end
  end
end
