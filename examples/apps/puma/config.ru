# frozen_string_literal: true

# A Rack app that stops by its contract, and ends what it has in the order in which
# nothing is missed: readiness off, listener, workers, pools, telemetry, logs.
#
# On SIGTERM Puma closes its listeners at once. It has installed its handlers by
# the time it loads this file (in single mode), so this one takes the signal,
# serves for the delay and then hands it to Puma's.
require_relative "contract"
require_relative "logs"
require_relative "orders" if ENV.key?("DATABASE_URL")
require_relative "routes"
require_relative "stop"

shop = Shop.new if ENV.key?("DATABASE_URL") # Without it there are no orders.
ticker = Logs.write_every(5)

puma = nil
hold = lambda do |number|
  # The health path answers 503 from here on.
  Stop.begin("SIG#{Signal.signame(number)}") do
    sleep Contract::DELAY
    Stop.step("delay")
    puma.call
  end
end
puma = trap("TERM", &hold)
trap("INT", &hold)

# Puma's listeners are closed by now, and the last request has ended.
at_exit do
  next unless Stop.stopping?

  Stop.step("listener")
  ticker.kill
  Stop.step("workers")
  if shop
    Stop.close("database") { shop.close_database }
    Stop.close("redis") { shop.close_redis }
  end
  # OpenTelemetry.tracer_provider.shutdown
  Stop.step("logs")
  Logs.finish
  exit! 0 # Ruby would wait for threads that are left behind.
end

run(Routes.new(shop) { !Stop.stopping? })
