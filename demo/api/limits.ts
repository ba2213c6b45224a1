const WINDOW_MS = 60_000;

/** Counts requests in a rolling minute, by whoever makes them. */
export class RateLimiter {
  readonly #times = new Map<string, number[]>();

  allows(who: string, limit: number, now = Date.now()): boolean {
    const recent = (this.#times.get(who) ?? []).filter((time) => time > now - WINDOW_MS);
    const allowed = recent.length < limit;
    if (allowed) recent.push(now);
    this.#times.set(who, recent);
    return allowed;
  }

  reset(): void {
    this.#times.clear();
  }
}
