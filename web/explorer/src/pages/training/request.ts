import { useMemo } from 'react';
import { list, usePlace } from '../../router';
import { parseScope, type Scope } from './scope';
import { forms as allForms, type Form } from './types';

export const parts = { sheets: 'Fact sheets', glossary: 'Glossary', compare: 'Comparison', timeline: 'Timeline', questions: 'Questions', quiz: 'Quiz' } as const;
export type Part = keyof typeof parts;

export const maxQuestions = 5000;
export const maxSeed = 2 ** 31 - 1;

/** What the address asks for. */
export type Request = {
  scope: Scope | null;
  /** The scope as the address has it. */
  text: string;
  depth: number;
  /** Relation types that a scope around something follows; none for all. */
  types: string[];
  questions: number;
  /** Whether the address says how many. */
  counted: boolean;
  seed: number;
  /** null for all. */
  forms: Form[] | null;
  part: Part;
  compare: string[];
};

export function useRequest(): Request {
  const { params } = usePlace();
  return useMemo(() => {
    const text = params.get('scope') ?? '';
    const part = params.get('part') ?? '';
    const forms = list(params, 'forms').map(name => name.toUpperCase().replaceAll('-', '_') as Form).filter(form => allForms.includes(form));
    return {
      scope: parseScope(text),
      text,
      depth: whole(params.get('depth'), 1, 1, 4),
      types: list(params, 'types'),
      questions: whole(params.get('questions'), 12, 1, maxQuestions),
      counted: params.has('questions'),
      seed: whole(params.get('seed'), 1, 0, maxSeed),
      forms: forms.length > 0 && forms.length < allForms.length ? forms : null,
      part: Object.hasOwn(parts, part) ? (part as Part) : 'sheets',
      compare: list(params, 'compare'),
    };
  }, [params]);
}

/** A whole number within bounds; what is none is as if it were missing. */
function whole(text: string | null, missing: number, least: number, most: number): number {
  if (text === null || !/^\d{1,10}$/.test(text)) return missing;
  return Math.min(Math.max(Number(text), least), most);
}
