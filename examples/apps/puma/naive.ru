# frozen_string_literal: true

# The same app without a thought for its end.
run lambda { |env|
  case env["PATH_INFO"]
  when "/health"
    [200, {}, []]
  when "/work"
    sleep env["QUERY_STRING"][/\Aseconds=(\d+(?:\.\d+)?)\z/, 1].to_f
    [200, { "content-type" => "text/plain" }, ["done\n"]]
  else
    [404, {}, []]
  end
}
