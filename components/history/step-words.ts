import { i18n } from '#i18n';
import type { ToldJob } from '../../utils/history/entry.ts';

type Step = ToldJob['state']['step'];

/** What a job did at each step, as a heading says it; of all kinds, since the same step does the same in each. */
const STEP: Record<Step, () => string> = {
  intended: () => i18n.t('history.step.intended'),
  'backing up': () => i18n.t('history.step.backingUp'),
  saving: () => i18n.t('history.step.saving'),
  waiting: () => i18n.t('history.step.waiting'),
  checking: () => i18n.t('history.step.checking'),
  sending: () => i18n.t('history.step.sending'),
  settling: () => i18n.t('history.step.settling'),
  done: () => i18n.t('history.outcome.done'),
  cancelled: () => i18n.t('history.outcome.canceled'),
  refused: () => i18n.t('history.outcome.refused'),
  failed: () => i18n.t('history.outcome.failed'),
  creating: () => i18n.t('history.step.creating'),
  finding: () => i18n.t('history.step.finding'),
  writing: () => i18n.t('history.step.writing'),
  matching: () => i18n.t('history.step.matching'),
  publishing: () => i18n.t('history.step.publishing'),
  naming: () => i18n.t('history.step.naming'),
  comparing: () => i18n.t('history.step.comparing'),
  inspecting: () => i18n.t('history.step.inspecting'),
  deleting: () => i18n.t('history.step.deleting'),
  rechecking: () => i18n.t('history.step.rechecking'),
  'removing twin': () => i18n.t('history.step.removingTwin'),
  'removing email': () => i18n.t('history.step.removingEmail'),
  blocked: () => i18n.t('history.step.blocked'),
  undone: () => i18n.t('history.step.undone'),
  activating: () => i18n.t('history.step.activating'),
  adding: () => i18n.t('history.step.adding'),
  paused: () => i18n.t('history.step.paused'),
  reading: () => i18n.t('history.step.reading'),
  pausing: () => i18n.t('history.step.pausing'),
  resting: () => i18n.t('history.step.resting'),
  telling: () => i18n.t('history.step.telling'),
  looking: () => i18n.t('history.step.looking'),
  reminding: () => i18n.t('history.step.reminding'),
  due: () => i18n.t('history.step.due'),
  'bringing back': () => i18n.t('history.step.bringingBack'),
  ended: () => i18n.t('history.step.ended'),
  'not paused': () => i18n.t('history.step.notPaused'),
};

/** A job may have been written down by another version, with a step that this one does not know. */
export const stepWords = (step: string): string => (Object.hasOwn(STEP, step) ? STEP[step as Step]() : step);
