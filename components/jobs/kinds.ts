import { i18n } from '#i18n';
import type { SequenceJobKind } from '../../utils/sequence/sequence-job.ts';

/** What a kind of job on a sequence is told in. */
export interface KindWords {
  backingUp(): { title: string; hint: string };
  /** While Kit is asked to do it. */
  sending(): string;
  /** @param backedUp whether it left a backup behind. */
  done(how: 'now' | 'already', backedUp: boolean): { title: string; sentences: string[] };
  /** Whether the sequence is to be looked at again after it is done. */
  checksAfter: boolean;
  cancelled(): string;
  /** The headline where it was not done. */
  failed(): string;
  /** Where it was used has to be mended by hand afterwards. */
  mendAutomations: boolean;
  /** It can be done without a backup, or the sequence be paused instead. */
  offersWithout: boolean;
  /** A look at Kit did not show the effect of a request whose reply was lost. */
  notSeen(): string;
}

const backingUpFirst = () => ({
  title: i18n.t('operation.backingUp'),
  hint: i18n.t('operation.backupStop'),
});
const shared = {
  backingUp: backingUpFirst,
  checksAfter: true,
  mendAutomations: false,
  offersWithout: false,
  cancelled: () => i18n.t('result.cancelled'),
  notSeen: () => i18n.t('effect.notSeen'),
};

export const KIND_WORDS: Record<SequenceJobKind, KindWords> = {
  pause: {
    ...shared,
    sending: () => i18n.t('operation.sendingPause'),
    failed: () => i18n.t('result.notPaused'),
    done: (how) => ({
      title: i18n.t('result.paused'),
      sentences: [how === 'now' ? i18n.t('result.pausedNow') : i18n.t('result.pausedAlready')],
    }),
  },
  resume: {
    ...shared,
    sending: () => i18n.t('operation.sendingResume'),
    failed: () => i18n.t('result.notResumed'),
    done: (how) => ({
      title: i18n.t('result.resumed'),
      sentences: [how === 'now' ? i18n.t('result.resumedNow') : i18n.t('result.resumedAlready')],
    }),
  },
  delete: {
    ...shared,
    sending: () => i18n.t('operation.sendingDelete'),
    done: (how, backedUp) => ({
      title: i18n.t('result.deleted'),
      sentences: [
        how === 'now' ? i18n.t('result.deletedNow') : i18n.t('result.deletedAlready'),
        ...(backedUp ? [i18n.t('result.backupKept')] : []),
      ],
    }),
    checksAfter: false,
    mendAutomations: true,
    offersWithout: true,
    failed: () => i18n.t('result.notDeleted'),
    notSeen: () => i18n.t('effect.notSeenDelete'),
  },
  'back up': {
    ...shared,
    backingUp: () => ({ title: i18n.t('operation.backingUpNow'), hint: i18n.t('operation.backupGoesOn') }),
    sending: () => i18n.t('operation.checking'),
    done: () => ({ title: i18n.t('result.backedUp'), sentences: [i18n.t('result.backedUpNow')] }),
    cancelled: () => i18n.t('result.backupCancelled'),
    failed: () => i18n.t('result.notBackedUp'),
  },
};
