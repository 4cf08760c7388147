import { useLens } from '../../api/lens';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import nameQuery from '../../queries/name.graphql?raw';
import { navigate, withParams } from '../../router';
import { Search } from '../../ui/search';

/** The two boxes. */
export function Ends({ from, to }: { from: string | null; to: string | null }) {
  return (
    <div className="ends">
      <End label="From" name="from" id={from} />
      <button
        type="button"
        className="icon-button"
        aria-label="Swap the ends"
        onClick={() => navigate(withParams({ from: to, to: from }))}
      >
        <svg viewBox="0 0 18 18" aria-hidden="true">
          <path d="M3 6h12l-3-3M15 12H3l3 3" />
        </svg>
      </button>
      <End label="To" name="to" id={to} />
    </div>
  );
}

function End({ label, name, id }: { label: string; name: 'from' | 'to'; id: string | null }) {
  const lens = useLens();
  const { data } = useQuery<{ view: { entity: Ref | null } }>(nameQuery, id ? { id, lens } : null);
  return (
    <div className="end">
      <span className="small muted" aria-hidden="true">
        {label}
      </span>
      <Search
        label={label}
        placeholder="A name or an acronym"
        initial={id ? (data?.view.entity?.name ?? id) : ''}
        onChoose={entity => navigate(withParams({ [name]: entity.id, avoid: null }))}
      />
    </div>
  );
}
