import { sentenceCase, type Ontology } from '../../api/ontology';
import { grades, type Fact } from '../../api/types';

export type Group = { key: string; title: string; facts: Fact[] };

/**
 * Facts about an entity by relation type and end. The ontology declares what
 * tells most first: what a thing is part of, what it runs and leads. Attributes
 * come last; other names have a place of their own.
 */
export function groupFacts(facts: Fact[], entity: string, ontology: Ontology): Group[] {
  const groups = new Map<string, Group & { order: number }>();
  for (const fact of facts) {
    if (fact.__typename === 'Attribute' && fact.type === 'alias') continue;
    const at = ontology.relationTypes.findIndex(type => type.name === fact.type);
    const back = fact.__typename === 'Relation' && fact.subject.id !== entity;
    const symmetric = at >= 0 && ontology.relationTypes[at]!.inverse === fact.type;
    const name = back && at >= 0 ? ontology.relationTypes[at]!.inverse : fact.type;
    const key = back && !symmetric ? `${fact.type}-inverse` : fact.type;
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else groups.set(key, { key, title: sentenceCase(name), facts: [fact], order: (at < 0 ? 1000 : at) + (back ? 0.5 : 0) });
  }
  const found = [...groups.values()].sort((a, b) => a.order - b.order);
  for (const group of found) group.facts.sort((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade) || compare(sentenceFrom(a, entity), sentenceFrom(b, entity)));
  return found;
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

/** The fact's sentence, read from the entity. */
export function sentenceFrom(fact: Fact, entity: string): string {
  return fact.__typename === 'Relation' && fact.subject.id !== entity ? fact.inverseSentence : fact.sentence;
}
