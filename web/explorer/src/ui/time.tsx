import { useEffect, useState } from 'react';
import { useLens } from '../api/lens';
import { useRevision } from '../api/revision';
import type { Revision } from '../api/types';
import { useQuery } from '../api/use-query';
import revisionQuery from '../queries/revision.graphql?raw';
import { href, navigate, usePlace, withParams } from '../router';
import { date } from './format';
import { Link } from './link';

/** Moves through the revisions: who made the one shown, and why. */
export function Time() {
  const { newest } = useRevision();
  const lens = useLens();
  const at = usePlace().params.get('at');
  const shown = lens.revision ?? newest ?? 0;
  const [value, setValue] = useState(shown);
  const { data } = useQuery<{ view: { revision: Revision } }>(revisionQuery, newest === null ? null : { lens: { revision: value } });
  const info = data?.view.revision;
  useEffect(() => setValue(shown), [shown]);
  if (newest === null || newest === 0) return null;
  const go = () => navigate(withParams({ at: value >= newest ? null : value }));
  return (
    <div className="facet time">
      <h2>
        <label htmlFor="time">Revision</label>
      </h2>
      {newest > 1 && (
        <input
          id="time"
          type="range"
          min={1}
          max={newest}
          value={value}
          onChange={event => setValue(Number(event.target.value))}
          onPointerUp={go}
          onKeyUp={go}
          onBlur={go}
          aria-valuetext={`Revision ${value} of ${newest}`}
        />
      )}
      <p>
        {value} of {newest}
        {info?.time && `, ${date(info.time)}`}
      </p>
      {info && (
        <p className="small muted">
          {info.author}: {info.message}
        </p>
      )}
      {newest > 1 && <Link href={href('/compare', { from: at ?? Math.max(newest - 1, 0), to: null, at: null })}>What changed {at ? 'since' : 'last'}</Link>}
    </div>
  );
}
