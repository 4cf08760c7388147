import { useMemo } from 'react';
import { useLens } from '../../api/lens';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import comparisonQuery from '../../queries/training-comparison.graphql?raw';
import peersQuery from '../../queries/training-peers.graphql?raw';
import { entityHref, navigate, withParams } from '../../router';
import { Link } from '../../ui/link';
import { Search } from '../../ui/search';
import { Empty, Loading } from '../../ui/states';
import { Marks, Notes, Numbering } from './notes';
import { Part } from './part';
import type { Comparison, Verdict } from './types';

const verdicts: Record<Verdict, { word: string; mark: string; meaning: string }> = {
  SAME: { word: 'same', mark: '=', meaning: 'They have the same.' },
  DIFFERENT: { word: 'different', mark: '≠', meaning: 'They have different ones.' },
  UNKNOWN: { word: 'unknown', mark: '?', meaning: 'No source says anything of one of them, which does not mean that there is nothing.' },
};

/** So many columns fit a page, on paper, too. */
const most = 6;

/** What is compared where the address does not say: some of what the material is about; where that is one, its like beside it. */
export function useCompared(chosen: string[], entities: Ref[] | null, kind: string | null): { ids: string[]; loading: boolean } {
  const lens = useLens();
  const only = entities?.length === 1 ? entities[0]! : null;
  const of = chosen.length > 0 ? null : (kind ?? only?.kind ?? null);
  const { data, loading } = useQuery<{ view: { entities: { nodes: Ref[] } } }>(peersQuery, of === null ? null : { kind: of, lens });
  return useMemo(() => {
    if (chosen.length > 0) return { ids: chosen, loading: false };
    if (of === null) return { ids: (entities ?? []).slice(0, 3).map(one => one.id), loading: false };
    const peers = data?.view.entities.nodes.map(one => one.id).filter(id => id !== only?.id) ?? [];
    return { ids: only ? [only.id, ...peers.slice(0, 1)] : peers.slice(0, 3), loading: loading && !data };
  }, [chosen, entities, of, only, data, loading]);
}

export function Compare({ scope, ids, loading }: { scope: object; ids: string[]; loading: boolean }) {
  if (loading) return <Loading what="the comparison" />;
  const set = (next: string[]) => navigate(withParams({ compare: next }));
  return (
    <>
      <div className="compare-with no-print">
        <Search
          label="Add an entity to the comparison"
          placeholder={ids.length < most ? 'Add an entity to compare' : `${most} are compared`}
          onChoose={entity => ids.length < most && !ids.includes(entity.id) && set([...ids, entity.id])}
          clears
        />
      </div>
      {ids.length < 2 ? (
        <Empty title="Name what to compare">
          <p>A comparison needs two entities or more: what is the same, what differs, and of what no source says anything.</p>
        </Empty>
      ) : (
        <Part<{ comparison: Comparison }> query={comparisonQuery} variables={{ scope, with: ids }} what="the comparison">
          {({ comparison }) => <Table comparison={comparison} onDrop={id => set(ids.filter(one => one !== id))} />}
        </Part>
      )}
    </>
  );
}

function Table({ comparison, onDrop }: { comparison: Comparison; onDrop: (id: string) => void }) {
  const numbering = new Numbering();
  const cited = new Map(comparison.receipt.proofs.map(proof => [proof.fact, proof.citations]));
  const droppable = comparison.entities.length > 2;
  return (
    <>
      <div className="table-wrap" tabIndex={0} role="region" aria-label="Comparison">
        <table className="table compared">
          <thead>
            <tr>
              <th scope="col">Relation</th>
              {comparison.entities.map((id, i) => (
                <th key={id} scope="col">
                  <Link href={entityHref(id)}>{comparison.names[i]}</Link>
                  {droppable && (
                    <button type="button" className="drop no-print" aria-label={`Take ${comparison.names[i]} out of the comparison`} onClick={() => onDrop(id)}>
                      ×
                    </button>
                  )}
                </th>
              ))}
              <th scope="col">They are</th>
            </tr>
          </thead>
          <tbody>
            {comparison.rows.map((row, r) => (
              <tr key={r}>
                <th scope="row">{row.relation}</th>
                {row.cells.map((cells, i) => (
                  <td key={comparison.entities[i]}>
                    {cells.length === 0 ? (
                      <span className="muted">no source says</span>
                    ) : (
                      <ul>
                        {cells.map(cell => (
                          <li key={cell.fact}>
                            {cell.text}
                            <Marks numbers={numbering.of(cited.get(cell.fact) ?? [])} notes={numbering.notes} />
                          </li>
                        ))}
                      </ul>
                    )}
                  </td>
                ))}
                <td>
                  <span className={`verdict-of ${row.verdict.toLowerCase()}`} title={verdicts[row.verdict].meaning}>
                    <b aria-hidden="true">{verdicts[row.verdict].mark}</b> {verdicts[row.verdict].word}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted legend">
        <b aria-hidden="true">?</b> unknown: no source says anything of one of them, which does not mean that there is nothing.
      </p>
      <Notes notes={numbering.notes} label="Footnotes" />
    </>
  );
}
