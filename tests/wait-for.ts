import { vi } from 'vitest';

/** Vitest has no setting for how long `vi.waitFor` waits. A second, as it is, is short on a busy computer. */
const PATIENCE = 10_000;

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, { timeout: PATIENCE, ...(typeof options === 'number' ? { timeout: options } : options) });
