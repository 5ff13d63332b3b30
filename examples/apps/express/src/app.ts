// Express that stops by its contract, and ends what it has in the order in which
// nothing is missed: readiness off, listener, workers, pools, telemetry, logs.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Clock } from "./clock.js";
import { readContract } from "./contract.js";
import * as logs from "./logs.js";
import { openShop } from "./orders.js";
import { host, port, routes } from "./routes.js";

const contract = readContract();
const clock = new Clock(contract.deadline);
const shop = await openShop();
const ticker = setInterval(logs.flush, 5000);

const server = routes(() => !clock.stopping, shop).listen(port, host);
server.keepAliveTimeout = contract.keepAlive;
server.headersTimeout = contract.keepAlive + 1000;

async function stop(signal: string): Promise<void> {
  if (!clock.start(signal)) { // The health path answers 503 from here on.
    return;
  }
  await sleep(contract.delay);
  clock.step("delay");

  // Node closes idle connections with the server from version 19 on. One that
  // is busy stays open after its answer, for as long as the keep-alive timeout,
  // and the server is not closed before.
  const closed = once(server, "close");
  server.close();
  setInterval(() => server.closeIdleConnections(), 100).unref();
  await Promise.race([closed, sleep(contract.drain, undefined, { ref: false })]);
  server.closeAllConnections();
  clock.step("listener");

  clearInterval(ticker);
  clock.step("workers");

  let complete = true;
  if (shop) {
    complete = await close("database", shop.closeDatabase()) && complete;
    complete = await close("redis", shop.closeRedis()) && complete;
  }
  // await provider.shutdown(); // OpenTelemetry's NodeTracerProvider.

  clock.step("logs");
  logs.end();
  process.exit(complete ? 0 : 1);
}

// One that hangs must not keep the next from being closed.
async function close(name: string, closing: Promise<void>): Promise<boolean> {
  try {
    await Promise.race([closing, sleep(contract.cleanup / 3).then(() => Promise.reject(new Error("its time is over")))]);
    clock.step(name);
    return true;
  } catch (error) {
    logs.log("ERROR", `${name} is not closed`, { error: String(error) });
    return false;
  }
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
