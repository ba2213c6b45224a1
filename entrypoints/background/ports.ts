import * as v from 'valibot';
import type { Browser } from 'wxt/browser';
import { UUID } from '../../utils/manager.ts';
import type { PortRule } from '../../utils/messages/ports.ts';
import { subjectOfAddition } from '../../utils/people/addition.ts';
import type { Ports } from '../../utils/protocol.ts';
import { subjectOfRestore } from '../../utils/restore/restore.ts';
import { subjectOfRetirement } from '../../utils/retire/retirement.ts';
import { subjectOfSequence } from '../../utils/sequence/sequence-job.ts';
import { subjectOfWatch } from '../../utils/watch/watch.ts';
import type { BackupsForPages } from './backups.ts';
import type { Jobs } from './jobs.ts';
import type { Reviews } from './reviews.ts';

type Port = Browser.runtime.Port;

interface Services {
  jobs: Jobs;
  reviews: Reviews;
  backups: BackupsForPages;
  /** The page that makes files has opened. */
  onSaver(port: Port): void;
}

const id = v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/), v.transform(Number));
const uuid = v.pipe(v.string(), v.regex(new RegExp(`^${UUID.source}$`)));

/** Every port to the background: who may open it, what it is about, and what comes over it. */
export function portTable({
  jobs,
  reviews,
  backups,
  onSaver,
}: Services): Record<keyof Ports, PortRule<Port>> {
  const follow = (port: Port, subject: string) =>
    port.onDisconnect.addListener(jobs.runner.follow(subject, (job) => port.postMessage(job)));
  return {
    sequence: {
      from: ['panel', 'popup'],
      subject: id,
      serve: (port, sequenceId: number) => follow(port, subjectOfSequence(sequenceId)),
    },
    details: {
      from: ['panel', 'popup'],
      subject: uuid,
      serve: (port, reviewId: string) => reviews.serve(port, reviewId),
    },
    restore: {
      from: ['popup', 'manager'],
      subject: uuid,
      serve: (port, backupId: string) => follow(port, subjectOfRestore(backupId)),
    },
    people: {
      from: ['popup', 'manager'],
      subject: id,
      serve: (port, sequenceId: number) => follow(port, subjectOfAddition(sequenceId)),
    },
    retire: {
      from: ['panel', 'manager'],
      subject: id,
      serve: (port, sequenceId: number) => follow(port, subjectOfRetirement(sequenceId)),
    },
    watch: {
      from: ['panel', 'manager'],
      subject: id,
      serve: (port, sequenceId: number) => follow(port, subjectOfWatch(sequenceId)),
    },
    import: {
      from: ['manager'],
      subject: uuid,
      serve: (port, backupId: string) => void backups.import(port, backupId),
    },
    save: { from: ['saver'], subject: v.literal('files'), serve: (port) => onSaver(port) },
  };
}
