import { useState } from 'react';
import { useLens } from '../../api/lens';
import type { Difference, Revision } from '../../api/types';
import { useQuery } from '../../api/use-query';
import historyQuery from '../../queries/history.graphql?raw';
import { withParams } from '../../router';
import { counted, date } from '../../ui/format';
import { Link } from '../../ui/link';
import { Failed, Loading } from '../../ui/states';

type Answer = { view: { history: { totalCount: number; nodes: { revision: Revision; differences: Difference[] }[] } } };

/** What happened to it, asked for when opened. */
export function History({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  const lens = useLens();
  const { data, error, loading, retry } = useQuery<Answer>(historyQuery, open ? { id, lens } : null);
  const events = data?.view.history.nodes ?? [];
  return (
    <details className="history" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>History</h2>
      </summary>
      {error && <Failed error={error} retry={retry} />}
      {!data && loading && <Loading what="the history" />}
      <ol>
        {events.map(({ revision, differences }) => (
          <li key={revision.revision}>
            <p>
              <Link href={withParams({ at: revision.revision })}>Revision {revision.revision}</Link>
              {revision.time && `, ${date(revision.time)}`}, {revision.author}: {revision.message}
            </p>
            <p className="small muted">{counted(differences.length, 'difference')}</p>
            <ul className="note">
              {differences.slice(0, 8).map(difference => (
                <li key={difference.thing + difference.id + difference.effect}>{difference.sentence}</li>
              ))}
              {differences.length > 8 && <li className="muted">8 of {differences.length} shown</li>}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  );
}
