import { i18n } from '#i18n';
import type { WhyUnread } from '../../utils/review/kit-pages.ts';
import type { Rules, UsingRule } from '../../utils/review/rules.ts';
import { liveWords } from './AutomationsNote.tsx';

/** Which Rules use the sequence and how, and why they could not be read; for who wants these to be read. */
export function RulesNote({ rules, waiting }: { rules: Rules; waiting: boolean }) {
  if (rules.state === 'reading') return waiting ? null : <p>{uncheckedWords('no answer')}</p>;
  if (rules.state === 'unread') return <p>{uncheckedWords(rules.why)}</p>;
  if (rules.usedBy.length === 0) return null;
  return (
    <>
      <p>{i18n.t('rules.usedBy')}</p>
      <ul>
        {rules.usedBy.map((one) => (
          <li key={one.id}>
            <bdi>{one.name.trim() || i18n.t('rules.noName', { id: one.id })}</bdi>
            {` (${[howWords(one), ...liveWords(one)].join(', ')})`}
          </li>
        ))}
      </ul>
    </>
  );
}

function howWords({ trigger, action }: UsingRule): string {
  if (trigger && action) return i18n.t('rules.both');
  return trigger ? i18n.t('rules.trigger') : i18n.t('rules.action');
}

function uncheckedWords(why: WhyUnread): string {
  switch (why) {
    // What is said of automations there holds for Rules too.
    case 'no page':
    case 'another account':
      return i18n.t('rules.unchecked');
    case 'led away':
      return i18n.t('rules.ledAway');
    case 'refused':
      return i18n.t('rules.refused');
    case 'no answer':
      return i18n.t('rules.noAnswer');
    case 'not understood':
      return i18n.t('rules.notUnderstood');
  }
}
