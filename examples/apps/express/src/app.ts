// Express that stops by its contract.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { readContract } from "./contract.js";
import { host, port, routes } from "./routes.js";

const contract = readContract();
let stopping = false;

const server = routes(() => !stopping).listen(port, host);
server.keepAliveTimeout = contract.keepAlive;
server.headersTimeout = contract.keepAlive + 1000;

async function stop(signal: string): Promise<void> {
  if (stopping) {
    return;
  }
  stopping = true;
  console.log(`${signal}: serving for ${contract.delay / 1000} s more`);
  // Whatever hangs, the process is gone before SIGKILL. An unreferenced timer
  // does not keep it alive.
  setTimeout(() => process.exit(1), contract.deadline).unref();
  await sleep(contract.delay);

  // Node closes idle connections with the server from version 19 on. One that
  // is busy stays open after its answer, for as long as the keep-alive timeout,
  // and the server is not closed before.
  const closed = once(server, "close");
  server.close();
  setInterval(() => server.closeIdleConnections(), 100).unref();
  await Promise.race([closed, sleep(contract.drain, undefined, { ref: false })]);
  server.closeAllConnections();

  // Here an app closes its pools and flushes its telemetry.
  console.log("stopped");
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
