import type { RestoreKit } from '../problems.ts';

export type Answers = { [M in keyof RestoreKit]?: Awaited<ReturnType<RestoreKit[M]>>[] };

/** A Kit that gives these answers one after the other, and nothing else. `asked`: each request, as JSON. */
export function answeringKit(answers: Answers) {
  const asked: string[] = [];
  const kit = new Proxy({} as RestoreKit, {
    get:
      (_, method: keyof RestoreKit) =>
      async (...words: unknown[]) => {
        asked.push(JSON.stringify([method, ...words]));
        const answer = answers[method]?.shift();
        if (!answer) throw new Error(`Not expected: ${method}`);
        return answer;
      },
  });
  return { kit, asked, wait: async (ms: number) => void asked.push(`waits ${ms}`) };
}
