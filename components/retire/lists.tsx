import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Alert } from '../ui/Alert.tsx';
import { type Asked, useLastAnswer } from '../ui/hooks.ts';
import { useFollowed } from '../ui/port.ts';

type Listed<J> = Asked<{ ok: true; value: J[] } | { ok: false }>;

interface ListsProps<J> {
  asked: Listed<J>;
  onAgain(): void;
  isEnded(job: J): boolean;
  /** Of those that ended. */
  heading: 'h2' | 'h3';
  words: { loading: string; unreadable: string; empty: string; ended: string };
  /** What is listed of each. */
  row(job: J): ComponentChildren;
}

/** Jobs that go on for weeks, and below them what became of those that do not any more. */
export function Lists<J>({ asked, onAgain, isEnded, heading: Heading, words, row }: ListsProps<J>) {
  const answer = useLastAnswer(asked);
  if (answer.state === 'asking') return <p role="status">{words.loading}</p>;
  if (answer.state === 'no answer' || !answer.value.ok) {
    return (
      <Alert
        action={
          <button type="button" onClick={onAgain}>
            {i18n.t('button.tryAgain')}
          </button>
        }
      >
        {words.unreadable}
      </Alert>
    );
  }
  const jobs = answer.value.value;
  const open = jobs.filter((job) => !isEnded(job));
  const ended = jobs.filter(isEnded);
  return (
    <>
      {open.length === 0 ? <p>{words.empty}</p> : <ul class="plain cards">{open.map(row)}</ul>}
      {ended.length > 0 && (
        <section class="stack apart">
          <Heading>{words.ended}</Heading>
          <ul class="plain cards">{ended.map(row)}</ul>
        </section>
      )}
    </>
  );
}

/** Follows one of a list, and sends what a person wants of it. */
export function useListed<J extends { id: string }>(
  port: string,
  listed: J,
  isOpen: (job: J) => boolean,
): { job: J; unheard: boolean; want(send: () => Promise<unknown>): void } {
  const { told, lost, connect } = useFollowed<J>(port, isOpen, isOpen(listed));
  const [broken, setBroken] = useState(false);
  return {
    job: told?.id === listed.id ? told : listed,
    unheard: broken || lost,
    want(send) {
      setBroken(false);
      connect();
      send().catch(() => setBroken(true));
    },
  };
}

interface CardProps {
  /** Of the heading, which says whose buttons these are. */
  id: string;
  name: string;
  /** The account, and since when. */
  about: [string, string | null];
  headline?: string | null;
  words: string[];
  unheard: boolean;
  children: ComponentChildren;
}

/** One of a list. */
export function Card({ id, name, about: [account, since], headline, words, unheard, children }: CardProps) {
  return (
    <li class="card stack tight">
      <h3 id={id}>
        <bdi>{name}</bdi>
      </h3>
      <p class="quiet">
        <bdi>{account}</bdi>
        {since !== null && ` · ${since}`}
      </p>
      {headline && <p class="strong">{headline}</p>}
      <p role="status">{words.join(' ')}</p>
      {unheard && <Alert>{i18n.t('problem.noAnswer')}</Alert>}
      {children}
    </li>
  );
}

/** Reads a list again in which one has ended meanwhile. */
export function UpdateList({ onPress }: { onPress(): void }) {
  return (
    <div class="actions">
      <button type="button" onClick={onPress}>
        {i18n.t('retire.readAgain')}
      </button>
    </div>
  );
}
