import { type Budget, createBudget } from './budget.ts';

interface Dependencies {
  /** The kind of credential that the account is connected with. */
  kindOf(accountId: number): Promise<'api key' | 'oauth'>;
  /** Outlives the background, and not the browser. */
  session: {
    get(key: string): Promise<Record<string, unknown>>;
    set(items: Record<string, unknown>): Promise<void>;
  };
}

/** Kit counts the requests of each account, and so does this: one budget per account, shared by all who ask for it. */
export function createBudgets({ kindOf, session }: Dependencies): (accountId: number) => Budget {
  const budgets = new Map<number, Budget>();
  return (accountId) => {
    const key = `requestTimes/${accountId}`;
    const budget =
      budgets.get(accountId) ??
      createBudget({
        kind: () => kindOf(accountId),
        memory: {
          read: async () => ((await session.get(key))[key] ?? []) as number[],
          // A full storage stops nobody: this background counts on, and the next one hears from Kit where it counted too few.
          write: (times) => session.set({ [key]: times }).catch(() => undefined),
        },
      });
    budgets.set(accountId, budget);
    return budget;
  };
}
