import type { Import } from './imports.ts';

/** What each file imports. */
export type Graph = Map<string, string[]>;

export function graphOf(imports: Import[]): Graph {
  const graph: Graph = new Map();
  for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
  return graph;
}

/** Files that lead to one another, by a short way: `a → b → a`. Of circles that share a file, one. */
export function circlesIn(graph: Graph): string[] {
  const leads = (from: string, to: string) => wayFrom(graph, from, (one) => one === to);
  const told = new Set<string>();
  return [...graph.keys()].flatMap((file) => {
    const way = told.has(file) ? null : leads(file, file);
    if (!way) return [];
    for (const other of graph.keys()) if (leads(file, other) && leads(other, file)) told.add(other);
    return [way.join(' → ')];
  });
}

/** A shortest way from a file to one that `isEnd` says yes to, both included; null where there is none. */
export function wayFrom(graph: Graph, file: string, isEnd: (to: string) => boolean): string[] | null {
  const seen = new Set<string>();
  // Grows while it is gone through.
  const ways = [[file]];
  for (const way of ways) {
    for (const to of graph.get(way.at(-1) ?? '') ?? []) {
      if (isEnd(to)) return [...way, to];
      if (!seen.has(to)) ways.push([...way, to]);
      seen.add(to);
    }
  }
  return null;
}
