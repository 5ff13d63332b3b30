# frozen_string_literal: true

require "connection_pool"
require "redis"
require "sequel"
require_relative "logs"

# Orders: each is a row in PostgreSQL, counted in Redis.
class Shop
  # PostgreSQL serves a hundred connections by default, to all tasks together, and during
  # a deployment there are twice as many tasks.
  CONNECTIONS = 20

  def initialize
    url = ENV.fetch("REDIS_URL") { abort "REDIS_URL is not set, and orders are counted in Redis" }
    @database = Sequel.connect(adapter: "postgres", conn_str: ENV.fetch("DATABASE_URL"), max_connections: CONNECTIONS)
    # Two tasks that start at once both find no table, and PostgreSQL would then fail one
    # of them, so they take turns.
    @database.transaction do
      @database.run "SELECT pg_advisory_xact_lock(1)"
      @database.run "CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
    end
    @redis = ConnectionPool.new(size: 5) { Redis.new(url: url) }
  end

  # The whole order in one transaction, with the work in the middle of it. When the drain
  # is over Puma raises an error here, which rolls the transaction back.
  def take(id, seconds)
    @database.transaction do
      @database[:orders].insert(id: id)
      sleep seconds
    end
    @redis.with { |redis| redis.incr("orders") }
    Logs.log(:INFO, "order", id: id)
  end

  # Sequel closes the connections that nobody uses: after the drain those are all.
  def close_database
    @database.disconnect
  end

  def close_redis
    @redis.shutdown(&:close)
  end
end
