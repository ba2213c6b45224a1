import { i18n } from '#i18n';
import type { Level, Reason, Verdict } from '../../utils/review/verdict.ts';
import { isolated, number } from '../ui/words.ts';
import { rangeWords } from './estimate-words.ts';

export function levelWords(level: Level): string {
  switch (level) {
    case 'unused':
      return i18n.t('verdict.unused');
    case 'careful':
      return i18n.t('verdict.careful');
    case 'in use':
      return i18n.t('verdict.inUse');
    case 'unknown':
      return i18n.t('verdict.unknown');
  }
}

export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'people unread':
      return i18n.t('verdict.peopleUnread');
    case 'midway':
      return i18n.t('verdict.midway', reason.people.to, { count: rangeWords(reason.people) });
    case 'perhaps midway':
      return i18n.t('verdict.perhapsMidway', reason.atMost, { count: number(reason.atMost) });
    case 'far off':
      return i18n.t('verdict.farOff', reason.people.to, {
        count: rangeWords(reason.people),
        email: isolated(reason.subject || i18n.t('estimate.noSubject')),
        year: new Date(reason.from).getFullYear(),
      });
    case 'all finished':
      return i18n.t('verdict.allFinished');
    case 'nothing published':
      return i18n.t('verdict.nothingPublished');
    case 'nobody':
      return i18n.t('verdict.nobody');
    case 'referred to':
      return i18n.t('verdict.referredTo', reason.sequences, { count: number(reason.sequences) });
    case 'not referred to':
      return i18n.t('verdict.notReferredTo');
    case 'references unread':
      return i18n.t('verdict.referencesUnread');
    case 'emails unread':
      return i18n.t('verdict.emailsUnread');
    case 'used by automations':
      return i18n.t('verdict.usedByAutomations', reason.automations, { count: number(reason.automations) });
    case 'not used by automations':
      return i18n.t('verdict.notUsedByAutomations');
    case 'automations unread':
      return i18n.t('verdict.automationsUnread');
  }
}

export function adviceWords({ advice, level, reasons }: Verdict): string {
  switch (advice) {
    case 'delete':
      return reasons.some(({ kind }) => kind === 'not used by automations')
        ? i18n.t('verdict.adviseDeleteUnused')
        : i18n.t('verdict.adviseDelete');
    case 'pause':
      return i18n.t('verdict.advisePause');
    case 'wait':
      return level === 'careful' ? i18n.t('verdict.adviseLook') : i18n.t('verdict.adviseLeavePaused');
  }
}
