import { useState } from 'react';
import { words } from '../../api/ontology';
import { entityHref, withParams } from '../../router';
import { number } from '../../ui/format';
import { Link } from '../../ui/link';
import type { Cell, Matrix } from './index';

/** So many rows at first; a table of thousands takes seconds to lay out. */
const fewRows = 200;

/** The matrix itself, or its cells as a list. */
export function Grid({ matrix, list, chosen }: { matrix: Matrix; list: boolean; chosen: Cell | null }) {
  const cells = new Map(matrix.cells.map(cell => [`${cell.row.id}+${cell.column.id}`, cell]));
  const names = new Map([...matrix.rows, ...matrix.columns].map(({ entity }) => [entity.id, entity.name]));
  const [most, setMost] = useState(fewRows);
  const rows = matrix.rows.slice(0, most);
  if (list) return <List cells={matrix.cells} names={names} />;
  return (
    <>
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Matrix">
      <table className="table grid">
        <thead>
          <tr>
            <td />
            {matrix.columns.map(({ entity }) => (
              <th key={entity.id} scope="col">
                <Link className="clamp" title={entity.name} href={entityHref(entity.id)}>
                  {entity.name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entity: row }) => (
            <tr key={row.id}>
              <th scope="row">
                <Link className="clamp" title={row.name} href={entityHref(row.id)}>
                  {row.name}
                </Link>
              </th>
              {matrix.columns.map(({ entity: column }) => {
                const key = `${row.id}+${column.id}`;
                const cell = cells.get(key);
                if (!cell) return <td key={key} />;
                return (
                  <td key={key}>
                    <Link className="cell" replace href={withParams({ cell: key })} aria-current={cell === chosen || undefined}>
                      <strong>{cell.count}</strong> <span className="muted">{cell.types.map(type => words(type.name)).join(', ')}</span>
                      <span className="visually-hidden">
                        {' '}
                        between {row.name} and {column.name}
                      </span>
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {rows.length < matrix.rows.length && (
      <p className="row note">
        {number(rows.length)} of {number(matrix.rows.length)} rows shown.
        <button type="button" className="button" onClick={() => setMost(most + fewRows)}>
          Show {number(Math.min(fewRows, matrix.rows.length - rows.length))} more
        </button>
      </p>
    )}
    </>
  );
}

function List({ cells, names }: { cells: Cell[]; names: Map<string, string> }) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Cells">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Column</th>
            <th scope="col">Relations</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(cell => (
            <tr key={`${cell.row.id}+${cell.column.id}`}>
              <td>
                <Link href={entityHref(cell.row.id)}>{names.get(cell.row.id)}</Link>
              </td>
              <td>
                <Link href={entityHref(cell.column.id)}>{names.get(cell.column.id)}</Link>
              </td>
              <td>{cell.relations.map(one => one.sentence).join('. ')}.</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
