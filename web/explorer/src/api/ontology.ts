import ontologyQuery from '../queries/ontology.graphql?raw';
import type { Kind, RelationType } from './types';
import { useQuery } from './use-query';

export type Ontology = { kinds: Kind[]; relationTypes: RelationType[] };

const none: Ontology = { kinds: [], relationTypes: [] };

/** The ontology, which does not depend on the lens; empty until it is there. */
export function useOntology(): Ontology {
  return useQuery<{ ontology: Ontology }>(ontologyQuery, {}).data?.ontology ?? none;
}

export function kindOf(ontology: Ontology, name: string): Kind {
  return (
    ontology.kinds.find(kind => kind.name === name) ??
    { name, label: words(name), plural: words(name), color: null, shape: null, abstract: false, count: 0 }
  );
}

/** A name of the ontology as words: responsibleFor as "responsible for". */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase();
}

/** The same, as the beginning of a sentence. */
export function sentenceCase(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
