import { setTimeout as sleep } from "node:timers/promises";
import express, { type Express, type Request, type Response } from "express";
import { log } from "./logs.js";
import type { Shop } from "./orders.js";

// The routes of every form of this app; ready says whether it wants new work.
export function routes(ready: () => boolean, shop?: Shop): Express {
  const app = express();
  app.get("/health", (_request, response) => {
    response.sendStatus(ready() ? 200 : 503);
  });
  app.get("/work", async (request, response) => {
    const seconds = Number(request.query.seconds);
    if (!(seconds >= 0)) {
      response.status(400).send("seconds must be a number from 0\n");
      return;
    }
    await sleep(seconds * 1000);
    response.send("done\n");
  });
  if (shop) {
    app.post("/orders", (request, response) => order(shop, request, response));
  }
  return app;
}

async function order(shop: Shop, request: Request, response: Response): Promise<void> {
  const id = request.get("Idempotency-Key");
  const seconds = Number(request.query.seconds ?? 0);
  if (id === undefined || !(seconds >= 0)) {
    response.status(400).send("an order needs a header Idempotency-Key, and seconds from 0\n");
    return;
  }
  // When the caller has gone, or the drain is over, the order is no more.
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  try {
    await shop.take(id, seconds, gone.signal);
    response.status(201).json({ ordered: true });
  } catch (error) {
    log("ERROR", "no order", { id, error: String(error) });
    response.status(500).send("no order\n");
  }
}

export const port = Number(process.env.PORT ?? 8080);
export const host = process.env.HOST ?? "0.0.0.0";
