import { setTimeout as sleep } from "node:timers/promises";
import express, { type Express } from "express";

// The routes of every form of this app; ready says whether it wants new work.
export function routes(ready: () => boolean): Express {
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
  return app;
}

export const port = Number(process.env.PORT ?? 8080);
export const host = process.env.HOST ?? "0.0.0.0";
