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
  /** Of the headings right below that of the list. */
  level: 2 | 3;
  words: { loading: string; unreadable: string; empty: string };
  /** Groups of those that ended. */
  ended: { title: string; holds(job: J): boolean }[];
  /** What is listed of each. */
  row(job: J, level: Level): ComponentChildren;
}

/** Of a heading. */
export type Level = 2 | 3 | 4;

/** Jobs that go on for weeks, and below them what became of those that do not any more. */
export function Lists<J>({ asked, onAgain, isEnded, level, words, ended, row }: ListsProps<J>) {
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
  const Heading = HEADINGS[level];
  return (
    <>
      {open.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <ul class="plain cards">{open.map((job) => row(job, level))}</ul>
      )}
      {ended.map(({ title, holds }) => {
        const group = jobs.filter((job) => isEnded(job) && holds(job));
        return (
          group.length > 0 && (
            <section key={title} class="stack apart">
              <Heading>{title}</Heading>
              <ul class="plain cards">{group.map((job) => row(job, level === 2 ? 3 : 4))}</ul>
            </section>
          )
        );
      })}
    </>
  );
}

const HEADINGS = { 2: 'h2', 3: 'h3', 4: 'h4' } as const;

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
  level: Level;
  name: string;
  /** The account, and since when. */
  about: [string, string | null];
  headline?: string | null;
  words: string[];
  unheard: boolean;
  children: ComponentChildren;
}

/** One of a list. */
export function Card({
  id,
  level,
  name,
  about: [account, since],
  headline,
  words,
  unheard,
  children,
}: CardProps) {
  const Heading = HEADINGS[level];
  return (
    <li class="card stack tight">
      <Heading id={id}>
        <bdi>{name}</bdi>
      </Heading>
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
