// Orders: each is a row in PostgreSQL, counted in Redis.
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { createClient } from "redis";
import { log } from "./logs.js";

// Two tasks that start at once both find no table, and PostgreSQL would then fail one
// of them, so they take turns.
const table = `SELECT pg_advisory_xact_lock(1);
  CREATE TABLE IF NOT EXISTS orders (id text NOT NULL, at timestamptz NOT NULL DEFAULT now())`;

export class Shop {
  // PostgreSQL serves a hundred connections by default, to all tasks together, and
  // during a deployment there are twice as many tasks.
  private readonly database = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
  private readonly redis = createClient({ url: process.env.REDIS_URL });

  async open(): Promise<this> {
    if (process.env.REDIS_URL === undefined) {
      throw new Error("REDIS_URL is not set, and orders are counted in Redis");
    }
    // Without these a connection that breaks ends the process: in use it tells by itself,
    // and while nobody uses it the pool tells once more.
    this.database.on("connect", (one) => one.on("error", (error) => log("ERROR", "database", { error: String(error) })));
    this.database.on("error", () => {});
    this.redis.on("error", (error) => log("ERROR", "redis", { error: String(error) }));
    await this.database.query(table);
    await this.redis.connect();
    return this;
  }

  // The whole order in one transaction, with the work in the middle of it, until
  // nobody waits for it any more. What fails ends its connection, and with it the
  // transaction, whatever state they are in.
  async take(id: string, seconds: number, gone: AbortSignal): Promise<void> {
    const connection = await this.database.connect();
    let done = false;
    try {
      await connection.query("BEGIN");
      await connection.query("INSERT INTO orders (id) VALUES ($1)", [id]);
      await sleep(seconds * 1000, undefined, { signal: gone });
      await connection.query("COMMIT");
      done = true;
    } finally {
      connection.release(!done);
    }
    await this.redis.incr("orders");
    log("INFO", "order", { id });
  }

  // The pool waits for its transactions.
  async closeDatabase(): Promise<void> {
    await this.database.end();
  }

  async closeRedis(): Promise<void> {
    await this.redis.close();
  }
}

// Without DATABASE_URL there are no orders.
export async function openShop(): Promise<Shop | undefined> {
  return process.env.DATABASE_URL === undefined ? undefined : await new Shop().open();
}
