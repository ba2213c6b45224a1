import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  expiresAt: number;
}

/** What the OAuth server remembers, in memory and open to tests. */
export class OAuthStore {
  readonly #models = new Map<string, Map<string, Entry>>();

  model(name: string): Map<string, Entry> {
    const model = this.#models.get(name) ?? new Map<string, Entry>();
    this.#models.set(name, model);
    return model;
  }

  readonly adapter = (name: string): Adapter => {
    const entries = this.model(name);
    const live = (entry: Entry | undefined) =>
      entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
    const findBy = (field: 'uid' | 'userCode', value: string) =>
      live([...entries.values()].find(({ payload }) => payload[field] === value));
    return {
      async upsert(id, payload, expiresIn = Number.POSITIVE_INFINITY) {
        entries.set(id, { payload, expiresAt: Date.now() + expiresIn * 1000 });
      },
      find: async (id) => live(entries.get(id)),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (userCode) => findBy('userCode', userCode),
      async consume(id) {
        const entry = entries.get(id);
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(id);
      },
      async revokeByGrantId(grantId) {
        for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
      },
    };
  };
}
