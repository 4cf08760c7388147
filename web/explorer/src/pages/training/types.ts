import type { Grade } from '../../api/types';

// What the queries training*.graphql answer.

export type Citation = { source: string; title: string; line: number; quote: string };

export type Sheet = {
  entity: string;
  name: string;
  kind: string;
  sections: { heading: string; sentences: { text: string; notes: number[] }[] }[];
  notes: Citation[];
};

export type Term = {
  entity: string;
  term: string;
  kind: string;
  definition: string;
  aliases: { text: string; grade: Grade; citations: Citation[] }[];
  citation: Citation;
};

export type Event = { date: string; text: string; receipt: { proofs: { fact: string; grade: Grade; citations: Citation[] }[] } };

export type Verdict = 'SAME' | 'DIFFERENT' | 'UNKNOWN';

export type Comparison = {
  entities: string[];
  names: string[];
  rows: { relation: string; verdict: Verdict; cells: { text: string; grade: Grade; fact: string }[][] }[];
  receipt: { proofs: { fact: string; citations: Citation[] }[] };
};

export const forms = ['CHOICE', 'TRUE_FALSE', 'ANSWERS', 'FILL_IN', 'MATCHING', 'PATH', 'ORDERING'] as const;
export type Form = (typeof forms)[number];

export const formName: Record<Form, string> = {
  CHOICE: 'One answer',
  TRUE_FALSE: 'True or false',
  ANSWERS: 'Several answers',
  FILL_IN: 'Fill in the blank',
  MATCHING: 'Matching',
  PATH: 'One answer, two sentences',
  ORDERING: 'Putting in order',
};

export type Question = {
  id: string;
  form: Form;
  stem: string;
  key: string;
  grade: Grade;
  difficulty: 'EASY' | 'MEDIUM' | 'HARD';
  options: { text: string; correct: boolean; entity: string | null }[];
  pairs: { prompt: string; answer: string; entity: string }[];
  accepted: string[];
  order: number[];
  explanation: Citation[];
  receipt: { denials: { subject: string; object: string }[] };
};
