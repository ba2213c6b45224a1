import * as v from 'valibot';
import { expect, test } from 'vitest';
import { messageTable } from '../../entrypoints/background/messages.ts';
import type { MessageRule } from '../../utils/messages/router.ts';
import { MESSAGES } from './forgeries.ts';

test('every message there is gets forged end to end, in the shape that its rule wants', () => {
  const table: Record<string, MessageRule> = messageTable({} as never);
  expect(new Set(MESSAGES.map(({ name }) => name))).toEqual(new Set(Object.keys(table)));
  for (const { name, payload } of MESSAGES) {
    expect(v.safeParse(table[name]?.payload ?? v.never(), payload).success, name).toBe(true);
  }
});
