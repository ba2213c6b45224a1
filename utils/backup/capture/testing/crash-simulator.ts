import type { BackupStore } from '../../store.ts';
import type { KitWorld } from './world.ts';

/** A background that is killed: from then on nothing of it is done, and it hears nothing. */
export interface Life {
  store: BackupStore;
  world: KitWorld;
  /** Resolves when it is killed. */
  killed: Promise<'killed'>;
}

const never = () => new Promise<never>(() => undefined);

/** @param at it is killed at this request or write, counted together from 0; at a write before or after its effect. */
export function crashAt(at: number, effect: 'before' | 'after', world: KitWorld, store: BackupStore): Life {
  let events = 0;
  let dead = false;
  let kill: (how: 'killed') => void = () => undefined;
  const killed = new Promise<'killed'>((resolve) => {
    kill = resolve;
  });
  const isLast = () => {
    if (events === at) {
      dead = true;
      kill('killed');
    }
    events += 1;
    return dead;
  };
  const written = <Args extends unknown[], T>(write: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      if (dead) return never();
      if (!isLast()) return write(...args);
      if (effect === 'after') await write(...args);
      return never();
    };
  };
  return {
    killed,
    store: { ...store, write: written(store.write), update: written(store.update) },
    world: { ...world, pending: () => (isLast() ? never() : Promise.resolve()) },
  };
}
