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
  const policy = read(page)
    .querySelector('meta[http-equiv="Content-Security-Policy"]')
    ?.getAttribute('content')
    ?.split('; ');
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

test.each([
  '<META http-equiv="refresh" content="0;url=https://x.example">',
  '<meta/http-equiv=refresh content=0>',
  '<link rel=prefetch href=https://x.example>',
  '<LINK\trel="preconnect" href="https://x.example">',
  '<link/rel=dns-prefetch href=//x.example>',
  '<link\nrel=preload as=image href=https://x.example/a.png>',
  '<svg><link rel=prefetch href=https://x.example></svg>',
  '<template><link rel=prefetch href=https://x.example></template>',
])('%j in the content leads, looks up and fetches nothing', (html) => {
  const page = read(emailPage(email(`<p>a</p>${html}<p>b</p>`), words('A')));
  expect(page.querySelectorAll('link')).toHaveLength(0);
  expect(page.body.querySelectorAll('meta')).toHaveLength(0);
  expect(page.head.querySelectorAll('meta')).toHaveLength(5);
  expect(page.documentElement.innerHTML).not.toMatch(/<(?:meta|link)[^>]*x\.example/i);
  expect([...page.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual(['a', 'b']);
});

test('a tag that the content leaves open is none either', () => {
  expect(read(emailPage(email('<p>a</p><link'), words('A'))).querySelectorAll('link')).toHaveLength(0);
});

test('text about them, and elements of other names, stay as they are', () => {
  const content = '<p>&lt;link&gt; <metadata>a</metadata> <linkage>b</linkage></p>';
  expect(emailPage(email(content), words('A'))).toContain(content);
});
