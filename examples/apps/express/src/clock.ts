// The clock of the stop: a line for each step, with the time that is left.
import { end, log } from "./logs.js";

export class Clock {
  private began: number | undefined;

  constructor(private readonly deadline: number) {}

  get stopping(): boolean {
    return this.began !== undefined;
  }

  // False says that the stop has begun already.
  start(because: string): boolean {
    if (this.stopping) {
      return false;
    }
    this.began = performance.now();
    // Whatever is waited for, the process is gone before SIGKILL. An unreferenced
    // timer does not keep it alive.
    setTimeout(() => this.giveUp(), Math.max(0, this.deadline - 200)).unref();
    log("INFO", "stopping", { because, left_seconds: this.left() });
    return true;
  }

  step(step: string): void {
    log("INFO", "step done", { step, left_seconds: this.left() });
  }

  private giveUp(): void {
    log("ERROR", "the deadline has come: ending at once", { left_seconds: this.left() });
    end();
    process.exit(1);
  }

  private left(): number {
    return Math.round((this.deadline - (performance.now() - (this.began ?? 0))) / 100) / 10;
  }
}
