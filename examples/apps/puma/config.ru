# frozen_string_literal: true

# A Rack app that stops by its contract.
#
# On SIGTERM Puma closes its listeners at once. It has installed its handlers by
# the time it loads this file (in single mode), so this one takes the signal,
# serves for the delay and then hands it to Puma's.
require_relative "contract"

delay = Contract.seconds("SHUTDOWN_DELAY_SECONDS", 15)
stopping = false

puma = trap("TERM") do
  next if stopping

  stopping = true
  Thread.new do
    sleep delay
    puma.call
  end
end

run lambda { |env|
  case env["PATH_INFO"]
  when "/health"
    [stopping ? 503 : 200, {}, []]
  when "/work"
    sleep env["QUERY_STRING"][/\Aseconds=(\d+(?:\.\d+)?)\z/, 1].to_f
    [200, { "content-type" => "text/plain" }, ["done\n"]]
  else
    [404, {}, []]
  end
}
