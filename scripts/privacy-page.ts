import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';

/** What the extension shows as its privacy page: `docs/privacy.md`, so that there is one text of it. For WXT. */
export function privacyPage(root: string): { relativeDest: string; contents: string } {
  const text = readFileSync(join(root, 'docs/privacy.md'), 'utf8');
  return { relativeDest: 'privacy.html', contents: pageOf(marked.parse(text, { async: false })) };
}

const pageOf = (content: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Privacy</title>
    <link rel="stylesheet" href="privacy.css" />
  </head>
  <body>
    <main>
${content}    </main>
  </body>
</html>
`;
