import { Window } from 'happy-dom';
import { render, type VNode } from 'preact';
import { aBackup } from '../../../utils/backup/testing/fakes.ts';
import type { Job } from '../../../utils/jobs/job.ts';
import type { Addition } from '../../../utils/people/addition.ts';
import { type Restore, outcomeOf as restored } from '../../../utils/restore/restore.ts';
import type { Retirement } from '../../../utils/retire/retirement.ts';
import { isSequenceJobEnded, type SequenceJob } from '../../../utils/sequence/sequence-job.ts';
import type { Watch } from '../../../utils/watch/watch.ts';
import { outcomeOf } from '../../jobs/outcome.ts';
import { AdditionStep } from '../../restore/AdditionStep.tsx';
import { EndStep } from '../../restore/EndStep.tsx';
import { WorkStep } from '../../restore/WorkStep.tsx';
import { RetireStep } from '../../retire/RetireStep.tsx';
import { stateWords } from '../../retire/words.ts';
import type { RecoveryAction } from '../../ui/recovery.ts';
import { watchWords } from '../../watch/words.ts';

const BUTTONS: Record<RecoveryAction, string> = {
  check: 'Check again',
  retry: 'Try again',
  connect: 'Connect with Kit',
  reconnect: 'Reconnect',
  allow: 'Allow access to Kit',
};
const nothing = () => undefined;
const handlers = { onRetry: nothing, onReconnect: nothing, onOptions: nothing };

// Names stand between invisible marks of direction, which would only puzzle the page's readers.
const bare = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '').replaceAll('|', '\\|');
export const withButton = (text: string, recovery: RecoveryAction | null) =>
  bare(`${text}${recovery ? ` [${BUTTONS[recovery]}]` : ''}`);

/** What the person reads of a job, with the buttons in brackets. */
export function wordsOf(job: Job): string {
  if (job.kind === 'restore') return wordsOfRestore(job as Restore);
  if (job.kind === 'add people') return wordsOfAddition(job as Addition);
  if (job.kind === 'retire') return timeless(wordsOfRetirement(job as Retirement));
  if (job.kind === 'watch') return timeless(watchWords(job as Watch).join(' '));
  return wordsOfSequence(job as SequenceJob);
}

/** Days, times and numbers follow from the day on which this is run. */
const timeless = (text: string) =>
  bare(text)
    .replaceAll(/\w{3} \d+, \d{4}(, \d+:\d{2}\s[AP]M)?/gu, '…')
    .replaceAll(/\d[\d,–]*/gu, '…');

function wordsOfRetirement(retirement: Retirement): string {
  const { step } = retirement.state;
  if (step === 'reading' || step === 'pausing') return stateWords(retirement).join(' ');
  return shown(<RetireStep retirement={retirement} onRetired={nothing} {...handlers} />);
}

function wordsOfSequence(job: SequenceJob): string {
  const { state } = job;
  const ended = isSequenceJobEnded(state)
    ? state
    : state.step === 'settling' && state.look
      ? { ...state, look: state.look }
      : null;
  if (!ended) throw new Error(`Not at an end: ${state.step}`);
  const { title, sentences, recovery } = outcomeOf(job, ended);
  return withButton([...(title ? [`${title}.`] : []), ...sentences].join(' '), recovery);
}

function wordsOfRestore(restore: Restore): string {
  const props = { restore, acted: false, ...handlers };
  if (!restored(restore.state)) return shown(<WorkStep {...props} onCancel={nothing} />);
  return shown(
    <EndStep {...props} backup={aBackup()} store={{} as never} onStart={nothing} onUndo={nothing} />,
  );
}

const wordsOfAddition = (addition: Addition): string =>
  shown(
    <AdditionStep {...{ addition, ...handlers }} onPause={nothing} onGoOn={nothing} onCancel={nothing} />,
  );

/** Notices and how far it is, with the buttons that help. */
function shown(node: VNode): string {
  globalThis.document ??= new Window().document as never;
  const root = document.createElement('main');
  render(node, root);
  const parts = root.querySelectorAll(
    '[role=status]:not(.unseen), [role=alert] > p, p.strong, [role=alert] button',
  );
  const text = [...parts].map((part) => {
    if (part.tagName === 'BUTTON') return `[${part.textContent}]`;
    const sentences = [...part.querySelectorAll('h2, p')];
    return (sentences.length > 0 ? sentences : [part]).map(sentence).join(' ');
  });
  // Before anything in it asks the background.
  render(null, root);
  return bare(text.join(' '));
}

/** Of a heading, or a paragraph in bold that stands for one, a sentence. */
function sentence({ tagName, textContent, firstElementChild }: Element): string {
  const isHeading = tagName === 'H2' || firstElementChild?.textContent === textContent;
  return isHeading && !textContent?.endsWith('.') ? `${textContent}.` : (textContent ?? '');
}
