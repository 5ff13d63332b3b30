// The shutdown contract, in milliseconds, as the infrastructure sets it.
export interface Contract {
  delay: number;
  drain: number;
  cleanup: number;
  deadline: number;
  keepAlive: number;
}

// A wrong value refuses the start: an app that cannot know its deadline would
// learn it from SIGKILL.
function seconds(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined) {
    console.warn(`${name} is not set: ${fallback} s`);
    return fallback * 1000;
  }
  if (!/^\d+$/.test(text)) {
    throw new Error(`${name}=${text} must be whole seconds from 0`);
  }
  return Number(text) * 1000;
}

export function readContract(): Contract {
  return {
    delay: seconds("SHUTDOWN_DELAY_SECONDS", 15),
    drain: seconds("SHUTDOWN_DRAIN_SECONDS", 5),
    cleanup: seconds("SHUTDOWN_CLEANUP_SECONDS", 5),
    deadline: seconds("SHUTDOWN_DEADLINE_SECONDS", 25),
    keepAlive: seconds("SHUTDOWN_KEEP_ALIVE_SECONDS", 65),
  };
}
