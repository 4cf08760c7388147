// What the queries in ../queries answer, part by part.

export const grades = ['STATED', 'CONSTRUED', 'CONTEXTUAL', 'EDITORIAL'] as const;
export type Grade = (typeof grades)[number];

export type Ref = { id: string; name: string; kind: string };

export type SourceRef = { id: string; title: string; publisher: string; reviewedOn: string | null };

export type Evidence = {
  quote: string;
  prefix: string;
  suffix: string;
  line: number;
  /** Code points of the source's text, not UTF-16 units. */
  start: number;
  end: number;
  grade: Grade;
  note: string | null;
  source: SourceRef;
};

type FactBase = {
  id: string;
  type: string;
  grade: Grade;
  rank: 'PREFERRED' | 'NORMAL' | 'DEPRECATED';
  reason: string | null;
  reading: string | null;
  note: string | null;
  sentence: string;
  claimant: string;
  qualifiers: { name: string; value: string }[];
  subject: Ref;
  evidence: Evidence[];
};

export type Relation = FactBase & { __typename: 'Relation'; verb: string | null; inverseSentence: string; object: Ref };
export type Attribute = FactBase & { __typename: 'Attribute'; text: string };
export type Fact = Relation | Attribute;

export type Revision = { revision: number; time: string | null; author: string; message: string; ops: number };

export type Kind = { name: string; label: string; plural: string; color: string | null; shape: string | null; abstract: boolean; count: number };

export type RelationType = { name: string; inverse: string; description: string; count: number };

export type Page = { hasNextPage: boolean; endCursor: string | null };

export type Difference = {
  thing: 'ENTITY' | 'FACT' | 'SOURCE';
  id: string;
  effect: 'ADDED' | 'RETRACTED' | 'CHANGED';
  sentence: string;
  changes: { field: string; before: string | null; after: string | null }[];
};
