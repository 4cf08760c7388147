import { useState, type ReactNode } from 'react';
import { useLens } from '../../api/lens';
import { useQuery } from '../../api/use-query';
import { number } from '../../ui/format';
import { Failed, Loading } from '../../ui/states';

type Props<T> = { query: string; variables: object; what: string; children: (training: T) => ReactNode };

/** A part of the material: asked for when it is shown. */
export function Part<T>({ query, variables, what, children }: Props<T>) {
  const lens = useLens();
  const { data, error, loading, retry } = useQuery<{ view: { training: T } }>(query, { ...variables, lens });
  if (error) return <Failed error={error} retry={retry} />;
  if (!data || loading) return <Loading what={what} />;
  return <>{children(data.view.training)}</>;
}

/** So many items at first: a page of thousands takes seconds to lay out. */
const few = 50;

/** A list of which the first are shown, and the others when asked for. */
export function Some<T>({ list, many, children }: { list: T[]; many: string; children: (shown: T[]) => ReactNode }) {
  const [most, setMost] = useState(few);
  const left = list.length - most;
  return (
    <>
      {children(left > 0 ? list.slice(0, most) : list)}
      {left > 0 && (
        <p className="row note more">
          {number(most)} of {number(list.length)} {many} shown.
          <button type="button" className="button" onClick={() => setMost(most + few)}>
            Show {number(Math.min(few, left))} more
          </button>
          <button type="button" className="button plain" onClick={() => setMost(list.length)}>
            Show all, to print them
          </button>
        </p>
      )}
    </>
  );
}
