type Follower<Row> = (row: Row) => void;

/** Those who are told of every change of a row, by what the row is about. */
export function createFollowers<Subject, Row>() {
  const groups = new Map<Subject, Set<Follower<Row>>>();
  return {
    /** Gives what makes the follower leave. */
    add(subject: Subject, follower: Follower<Row>): () => void {
      const group = groups.get(subject) ?? new Set();
      groups.set(subject, group.add(follower));
      return () => {
        group.delete(follower);
        if (group.size === 0 && groups.get(subject) === group) groups.delete(subject);
      };
    },
    any: (subject: Subject): boolean => groups.has(subject),
    has: (subject: Subject, follower: Follower<Row>): boolean => groups.get(subject)?.has(follower) ?? false,
    tell(subject: Subject, row: Row): void {
      for (const follower of groups.get(subject) ?? []) {
        try {
          follower(row);
        } catch {
          // A page that is just closing; the work does not depend on who watches.
        }
      }
    },
  };
}
