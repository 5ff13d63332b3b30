# frozen_string_literal: true

# The routes of both forms of this app.
class Routes
  def initialize(shop, &ready)
    @shop = shop
    @ready = ready
  end

  def call(env)
    case [env["REQUEST_METHOD"], env["PATH_INFO"]]
    in ["GET", "/health"]
      [@ready.call ? 200 : 503, {}, []]
    in ["GET", "/work"]
      sleep seconds(env)
      [200, { "content-type" => "text/plain" }, ["done\n"]]
    in ["POST", "/orders"] if @shop
      order(env)
    else
      [404, {}, []]
    end
  end

  private

  def order(env)
    id = env["HTTP_IDEMPOTENCY_KEY"]
    return [400, { "content-type" => "text/plain" }, ["an order needs a header Idempotency-Key\n"]] unless id

    @shop.take(id, seconds(env))
    [201, { "content-type" => "application/json" }, ['{"ordered":true}']]
  end

  def seconds(env)
    env["QUERY_STRING"][/\Aseconds=(\d+(?:\.\d+)?)\z/, 1].to_f
  end
end
