import { vi } from 'vitest';

/**
 * Checksums that come at once. Everything then waits for nothing but its turn, so that one turn of the loop brings it to
 * rest. Not a mock of the module: where test files share a worker, others may have loaded that before.
 * `vi.restoreAllMocks` ends it.
 */
export function sumAtOnce(): void {
  vi.spyOn(crypto.subtle, 'digest').mockImplementation(
    async (_, data) => Uint32Array.of(data.byteLength).buffer,
  );
}
