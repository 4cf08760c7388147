import type { Grade } from '../../api/types';
import type { Column, Member } from './types';

/** A relation, or several, between two boxes; skips lists the columns it passes over. */
export type Join = { id: string; from: string; to: string; grade: Grade; skips: number[] };

const strength: Grade[] = ['STATED', 'CONSTRUED', 'CONTEXTUAL', 'EDITORIAL'];

/** Orders each column by where its neighbours in the column before stand, so that few wires cross. */
export function arrange(columns: Column[]): Column[] {
  const place = new Map<string, number>();
  const done: Column[] = [];
  for (const column of columns) {
    const weight = (member: Member) => {
      const before = member.neighbors.edges.map(edge => place.get(edge.node.id)).filter(at => at !== undefined);
      return before.length === 0 ? Infinity : before.reduce((sum, at) => sum + at, 0) / before.length;
    };
    const weights = new Map(column.nodes.map(member => [member.id, weight(member)]));
    const nodes = done.length === 0 ? [...column.nodes] : [...column.nodes].sort((a, b) => compare(weights.get(a.id)!, weights.get(b.id)!));
    nodes.forEach((member, i) => place.set(member.id, (i + 0.5) / nodes.length));
    done.push({ ...column, nodes });
  }
  return done;
}

const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** What joins boxes of different columns: one for each pair, of its strongest grade. */
export function joins(columns: Column[]): Join[] {
  const at = new Map<string, number>();
  columns.forEach((column, i) => column.nodes.forEach(member => at.set(member.id, i)));
  const found = new Map<string, Join>();
  for (const column of columns) {
    for (const member of column.nodes) {
      for (const { node, relation } of member.neighbors.edges) {
        const [i, j] = [at.get(member.id)!, at.get(node.id)];
        if (j === undefined || j <= i) continue;
        const key = `${member.id} ${node.id}`;
        const known = found.get(key);
        if (!known || strength.indexOf(relation.grade) < strength.indexOf(known.grade)) {
          const skips = Array.from({ length: j - i - 1 }, (_, k) => i + 1 + k);
          found.set(key, { id: key, from: member.id, to: node.id, grade: relation.grade, skips });
        }
      }
    }
  }
  return [...found.values()];
}
