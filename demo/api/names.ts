import { includes, type Operations } from './operation.ts';
import { pageOf, sorted } from './paging.ts';

/** The small lists that turn ids into names. */
export const names: Operations = {
  listForms(context) {
    const status = context.query.status ?? 'active';
    const type = context.query.type;
    const forms = context.account.forms.filter(
      (form) =>
        (status === 'all' || status === (form.archived ? 'archived' : 'active')) &&
        (type == null || type === form.type),
    );
    const { items, pagination } = pageOf(
      sorted(forms, ({ id }) => [-id]),
      context.query,
    );
    const counted = includes(context, 'subscriber_count');
    const list = items.map(({ subscriber_count = 0, ...form }) =>
      counted ? { ...form, subscriber_count } : form,
    );
    return { status: 200, body: { forms: list, pagination } };
  },

  listTags(context) {
    const { items, pagination } = pageOf(
      sorted(context.account.tags, ({ id }) => [-id]),
      context.query,
    );
    const counted = includes(context, 'subscriber_count');
    const list = items.map(({ subscriber_count = 0, ...tag }) =>
      counted ? { ...tag, subscriber_count } : tag,
    );
    return { status: 200, body: { tags: list, pagination } };
  },

  listSegments(context) {
    const { items, pagination } = pageOf(
      sorted(context.account.segments, ({ id }) => [-id]),
      context.query,
    );
    return { status: 200, body: { segments: items, pagination } };
  },
};
