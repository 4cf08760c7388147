import { useMemo } from 'react';
import { usePlace } from '../router';
import { useRevision } from './revision';
import { grades, type Grade } from './types';

/** As the schema's input Lens. */
export type Lens = { revision?: number; minGrade?: Grade };

/** What the address says to see: ?at= a revision, ?grade= the weakest grade. */
export function useLens(): Lens {
  const { params } = usePlace();
  const { pinned } = useRevision();
  const at = params.get('at');
  const grade = params.get('grade')?.toUpperCase();
  return useMemo(() => {
    const lens: Lens = {};
    const revision = at === null || at === '' ? pinned : Number(at);
    if (revision !== null && Number.isSafeInteger(revision) && revision >= 0) lens.revision = revision;
    if (grades.includes(grade as Grade)) lens.minGrade = grade as Grade;
    return lens;
  }, [at, grade, pinned]);
}
