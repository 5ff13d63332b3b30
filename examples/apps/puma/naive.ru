# frozen_string_literal: true

# The same app without a thought for its end: nobody closes the pools, nor writes the
# log lines that are kept.
require_relative "logs"
require_relative "orders" if ENV.key?("DATABASE_URL")
require_relative "routes"

shop = Shop.new if ENV.key?("DATABASE_URL")
Logs.write_every(5)
run(Routes.new(shop) { true })
