import { expect, test } from 'vitest';
import { createFollowers } from './followers.ts';

const nobody = () => undefined;

test('whoever leaves hears no more, and the others still do', () => {
  const followers = createFollowers<string, number>();
  const heard: string[] = [];
  const leave = followers.add('a', (row) => heard.push(`one ${row}`));
  followers.add('a', (row) => heard.push(`other ${row}`));
  followers.add('b', (row) => heard.push(`b ${row}`));
  leave();
  followers.tell('a', 1);
  expect(heard).toEqual(['other 1']);
});

test('there is somebody until the last one has left', () => {
  const followers = createFollowers<string, number>();
  const leave = [nobody, () => undefined].map((follower) => followers.add('a', follower));
  leave[0]?.();
  expect(followers.any('a')).toBe(true);
  expect(followers.has('a', nobody)).toBe(false);
  leave[1]?.();
  expect(followers.any('a')).toBe(false);
  expect(followers.has('a', nobody)).toBe(false);
});

test('one who leaves twice takes nobody along who came between', () => {
  const followers = createFollowers<string, number>();
  const leave = followers.add('a', nobody);
  leave();
  followers.add('a', () => undefined);
  leave();
  expect(followers.any('a')).toBe(true);
});

test('one who fails keeps nothing from the next', () => {
  const followers = createFollowers<string, number>();
  const heard: number[] = [];
  followers.add('a', () => {
    throw new Error('closing');
  });
  followers.add('a', (row) => heard.push(row));
  followers.tell('a', 1);
  expect(heard).toEqual([1]);
});
