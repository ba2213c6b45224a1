/** Whoever asks for something that is just being begun joins those who wait for it. */
export function createJoiner<Subject, T>() {
  const begun = new Map<Subject, Promise<T>>();
  return (subject: Subject, begin: () => Promise<T>): Promise<T> => {
    const joined = begun.get(subject);
    if (joined) return joined;
    const beginning = begin().finally(() => begun.delete(subject));
    begun.set(subject, beginning);
    return beginning;
  };
}
