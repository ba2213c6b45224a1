import { useEffect } from 'preact/hooks';
import { DUE_KINDS, isDue } from '../../utils/due.ts';
import type { ToldJob } from '../../utils/history/entry.ts';
import { ALL_JOBS } from '../../utils/history/filter.ts';
import { ask } from '../../utils/messages/ask.ts';
import { type Asked, useAsked, useLastAnswer } from '../ui/hooks.ts';

export interface Jobs {
  running: ToldJob[];
  /** Sequences about which a person is to decide. */
  due: ToldJob[];
  /** The last ones that ended. */
  recent: ToldJob[];
}

/** So many that ended are shown. */
const RECENT = 3;
/** How often it is looked again while something runs, in ms: what waits for days is not told of by a port. */
const AGAIN = 1_000;

/** What is done and was done, as long as the popup is open. */
export function useJobs(): [Asked<Jobs>, again: () => void] {
  const [asked, again] = useAsked(read);
  const last = useLastAnswer(asked);
  const isAnyRunning = last.state === 'answered' && last.value.running.length > 0;
  useEffect(() => {
    if (!isAnyRunning) return undefined;
    const timer = setInterval(again, AGAIN);
    return () => clearInterval(timer);
  }, [isAnyRunning, again]);
  return [last, again];
}

async function read(): Promise<Jobs> {
  const [open, all] = await Promise.all([
    ask('history.read', { filter: { ...ALL_JOBS, outcome: 'open' }, before: null }),
    ask('history.read', { filter: ALL_JOBS, before: null }),
  ]);
  if (!open.ok || !all.ok) throw new Error('Not read');
  const isOpen = ({ id }: ToldJob) => open.value.jobs.some((job) => job.id === id);
  return {
    running: open.value.jobs.filter(({ kind }) => !DUE_KINDS.includes(kind)),
    due: open.value.jobs.filter(isDue),
    recent: all.value.jobs.filter((job) => !isOpen(job)).slice(0, RECENT),
  };
}
