import type { KitResult } from '../problems.ts';
import { type Page, pageIn } from '../reply.ts';
import { asNamed, type Named } from '../shapes.ts';
import { type ApiContext, pageQuery, text } from './call.ts';

/** Kit's lists that turn ids into names, from the cursor on; null for the first page. */
export interface NameCalls {
  /** Those that are archived or in the trash too. */
  forms(after: string | null): Promise<KitResult<Page<Named>>>;
  tags(after: string | null): Promise<KitResult<Page<Named>>>;
  segments(after: string | null): Promise<KitResult<Page<Named>>>;
}

export function nameCalls({ client, send }: ApiContext): NameCalls {
  return {
    forms: (after) =>
      send(
        'read',
        (headers) =>
          client.GET('/v4/forms', {
            ...text,
            headers,
            params: { query: { status: 'all', ...pageQuery(after) } },
          }),
        pageIn('forms', asNamed),
      ),
    tags: (after) =>
      send(
        'read',
        (headers) => client.GET('/v4/tags', { ...text, headers, params: { query: pageQuery(after) } }),
        pageIn('tags', asNamed),
      ),
    segments: (after) =>
      send(
        'read',
        (headers) => client.GET('/v4/segments', { ...text, headers, params: { query: pageQuery(after) } }),
        pageIn('segments', asNamed),
      ),
  };
}
