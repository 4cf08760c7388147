import { useMemo } from 'react';
import { list, usePlace } from '../router';
import { useRevision } from './revision';
import { grades, type Grade } from './types';

/** As the schema's input Lens. */
export type Lens = { revision?: number; minGrade?: Grade; validAt?: string; readings?: string[]; deprecated?: boolean };

/** What the address says to see of the graph at its revision. */
type Seen = Omit<Lens, 'revision'>;

export function readSeen(params: URLSearchParams): Seen {
  const seen: Seen = {};
  const grade = params.get('grade')?.toUpperCase();
  const day = params.get('validAt') ?? '';
  const readings = list(params, 'readings');
  if (grades.includes(grade as Grade)) seen.minGrade = grade as Grade;
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) seen.validAt = day;
  if (readings.length > 0) seen.readings = readings;
  if (params.get('deprecated') === 'true') seen.deprecated = true;
  return seen;
}

/**
 * What the address says to see: ?at= a revision, ?grade= the weakest grade,
 * ?validAt= a day, ?readings= those chosen, ?deprecated=true those, too.
 */
export function useLens(): Lens {
  const { params } = usePlace();
  const { pinned } = useRevision();
  const text = params.toString();
  return useMemo(() => {
    const lens: Lens = readSeen(new URLSearchParams(text));
    const at = params.get('at');
    const revision = at === null || at === '' ? pinned : Number(at);
    if (revision !== null && Number.isSafeInteger(revision) && revision >= 0) lens.revision = revision;
    return lens;
  }, [text, pinned]);
}

/** A lens as parameters of /diagrams/. */
export function lensParams(params: URLSearchParams, lens: Lens): void {
  if (lens.revision !== undefined) params.set('revision', String(lens.revision));
  if (lens.minGrade) params.set('grade', lens.minGrade.toLowerCase());
  if (lens.validAt) params.set('validAt', lens.validAt);
  if (lens.readings) params.set('readings', lens.readings.join(','));
  if (lens.deprecated) params.set('deprecated', 'true');
}
