import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ToldJob } from '../../utils/history/entry.ts';
import type { HistoryFilter } from '../../utils/history/filter.ts';
import { ask } from '../../utils/messages/ask.ts';
import type { Reply } from '../../utils/protocol.ts';

export interface Loaded {
  /** Newest first; null before the first answer. */
  jobs: ToldJob[] | null;
  /** Asks for older ones; null where there are none. */
  more: (() => void) | null;
  asking: boolean;
  /** The background or its storage did not answer. */
  failed: boolean;
  again(): void;
}

/** The jobs of a filter, a page at a time. The old ones stay until the first page of another filter is there. */
export function useHistory(filter: HistoryFilter): Loaded {
  const [jobs, setJobs] = useState<ToldJob[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [asking, setAsking] = useState(true);
  const [failed, setFailed] = useState(false);
  /** The latest question: what comes for another one is not shown any more. */
  const latest = useRef<symbol | null>(null);

  const load = useCallback(
    (before: number | null) => {
      const question = Symbol('question');
      latest.current = question;
      setAsking(true);
      setFailed(false);
      ask('history.read', { filter, before })
        .then((answer) => (answer.ok ? answer.value : null))
        .catch(() => null)
        .then((page) => {
          if (latest.current !== question) return;
          setAsking(false);
          setFailed(page === null);
          if (!page) return;
          setJobs((last) => (before === null ? page.jobs : [...(last ?? []), ...page.jobs]));
          setNext(page.next);
        });
    },
    [filter],
  );
  useEffect(() => load(null), [load]);
  return {
    jobs,
    asking,
    failed,
    more: next === null ? null : () => load(next),
    again: () => load(null),
  };
}

/** All jobs of a filter. Rejects where the background or its storage does not answer. */
export async function readAll(filter: HistoryFilter): Promise<ToldJob[]> {
  const all: ToldJob[] = [];
  let before: number | null = null;
  do {
    const answer: Reply<'history.read'> = await ask('history.read', { filter, before });
    if (!answer.ok) throw new Error(answer.problem.kind);
    all.push(...answer.value.jobs);
    before = answer.value.next;
  } while (before !== null);
  return all;
}
