# frozen_string_literal: true

# A Sidekiq job that takes as many seconds as it is asked for.
#
# On SIGTERM Sidekiq stops fetching and finishes what it has. What is not done
# after its timeout it gives back to Redis, and the next worker does it again.
require "sidekiq"

URL = ENV.fetch("REDIS_URL", "redis://127.0.0.1:6379/0")
Sidekiq.configure_server { |config| config.redis = { url: URL } }
Sidekiq.configure_client { |config| config.redis = { url: URL } }

class Work
  include Sidekiq::Worker

  def perform(number, seconds)
    note "started", number
    sleep seconds
    note "done", number
  end

  private

  def note(list, number)
    Sidekiq.redis { |redis| redis.call("RPUSH", list, number.to_s) }
  end
end
