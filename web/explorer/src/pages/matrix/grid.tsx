import { words } from '../../api/ontology';
import { entityHref, withParams } from '../../router';
import { Link } from '../../ui/link';
import type { Cell, Matrix } from './index';

/** The matrix itself, or its cells as a list. */
export function Grid({ matrix, list, chosen }: { matrix: Matrix; list: boolean; chosen: Cell | null }) {
  const cells = new Map(matrix.cells.map(cell => [`${cell.row.id}+${cell.column.id}`, cell]));
  const names = new Map([...matrix.rows, ...matrix.columns].map(({ entity }) => [entity.id, entity.name]));
  if (list) return <List cells={matrix.cells} names={names} />;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Matrix">
      <table className="table grid">
        <thead>
          <tr>
            <td />
            {matrix.columns.map(({ entity }) => (
              <th key={entity.id} scope="col">
                <Link href={entityHref(entity.id)}>{entity.name}</Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map(({ entity: row }) => (
            <tr key={row.id}>
              <th scope="row">
                <Link href={entityHref(row.id)}>{row.name}</Link>
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
