import { expect, test } from 'vitest';
import type { KitProblem } from '../../utils/kit/problems.ts';
import { problemWords } from './problem-words.ts';

test.each<[KitProblem, RegExp]>([
  [
    { kind: 'unauthorized', credential: 'api key' },
    /^Kit didn’t accept your API key\. It may have been reset/,
  ],
  [{ kind: 'unauthorized', credential: 'oauth' }, /^Kit signed Safe Delete out\.$/],
  [{ kind: 'unauthorized' }, /^Kit didn’t accept the connection\. Your API key or sign-in/],
  // It may have been a question as well as a change.
  [{ kind: 'invalid', messages: ['No'] }, /^Kit didn’t accept the request: “No”\.$/],
])('%j', (problem, words) => {
  expect(problemWords(problem)).toMatch(words);
});
