import type { SequenceEmail } from '../../kit/shapes.ts';

/** What stands above an email: its title, and what is known of it by label. All of it is text. */
export interface EmailWords {
  language: string;
  title: string;
  about: [label: string, value: string][];
}

/**
 * The page is opened from a disk, where no one else's rules hold: it shows, loads pictures, and does nothing else.
 */
const POLICY = [
  "default-src 'none'",
  'img-src https: http: data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/**
 * No policy stops a `meta` that leads to another page, nor a `link` that looks up or connects to another host; and it lets a
 * `link` fetch ahead whatever it lets anything fetch. So they become elements that mean nothing.
 */
const tamed = (html: string) => html.replace(/<(?=(?:meta|link)(?:[\s/>]|$))/gi, '<x-');

/** One email as a whole HTML document. Its content is the owner's HTML and stands there as it is, with its Liquid. */
export function emailPage(email: SequenceEmail, { language, title, about }: EmailWords): string {
  const rows = about.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="x-dns-prefetch-control" content="off">
<title>${escaped(title)}</title>
</head>
<body>
<header style="font: 14px/1.5 sans-serif; border-bottom: 1px solid #888; margin-bottom: 24px">
<h1 style="font-size: 20px">${escaped(title)}</h1>
<dl>${rows.join('\n')}</dl>
</header>
${tamed(email.content ?? '')}
</body>
</html>
`;
}
