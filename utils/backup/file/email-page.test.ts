// @vitest-environment happy-dom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailPage } from './email-page.ts';

const words = (title: string, value = '1 day') => ({
  language: 'en',
  title,
  about: [['Delay', value]] satisfies [string, string][],
});
const email = (content: string | null) => ({ id: 1, published: true, content });
const read = (html: string) => new DOMParser().parseFromString(html, 'text/html');

test('the policy comes first, and lets a page show itself and pictures only', () => {
  const page = emailPage(email('<p>Hi {{ subscriber.first_name }}</p>'), words('Hello'));
  expect(page).toMatch(/<head>\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
  const policy = read(page).querySelector('meta[http-equiv]')?.getAttribute('content')?.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    'img-src https: http: data:',
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).toContain('<p>Hi {{ subscriber.first_name }}</p>');
});

test('subject and what is known of it are text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (title, value) => {
      const noisy = `<img src=x>"'&amp;${title}`.replaceAll('\r', '').replaceAll('\0', '');
      const page = read(emailPage(email(null), words(noisy, `</dd><script>${value}`.replace(/[\r\0]/g, ''))));
      expect(page.querySelector('h1')?.textContent).toBe(noisy);
      expect(page.querySelector('dd')?.textContent).toContain('</dd><script>');
      expect(page.querySelectorAll('img, script')).toHaveLength(0);
    }),
    { numRuns: 50 },
  );
});

test('no meta in the content leads to another page', () => {
  const page = emailPage(
    email('<p>a</p><META http-equiv="refresh" content="0;url=https://x.example"><p>b</p>'),
    words('A'),
  );
  expect(read(page).querySelectorAll('meta[http-equiv="refresh" i]')).toHaveLength(0);
  expect(read(page).querySelectorAll('body > p, x-meta > p')).toHaveLength(2);
});
