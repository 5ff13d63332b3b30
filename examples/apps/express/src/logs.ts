// Log lines in JSON, kept together as an app with many of them does.
let kept: string[] = [];
let ended = false;

export type Level = "INFO" | "ERROR";

// An error is not kept back, with what came before it: it may be the last line.
export function log(level: Level, msg: string, fields: object = {}): void {
  kept.push(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
  if (ended || level === "ERROR" || kept.length >= 1000) {
    flush();
  }
}

// On Linux this has been written when it returns, to a pipe and to a file.
export function flush(): void {
  process.stdout.write(kept.join(""));
  kept = [];
}

// What is kept is written, and from now on each line at once: some may still come.
export function end(): void {
  ended = true;
  flush();
}
