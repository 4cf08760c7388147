import './matrix.css';
import { useMemo } from 'react';
import { useLens, type Lens } from '../../api/lens';
import { kindOf, useOntology, words } from '../../api/ontology';
import type { Grade as GradeName, Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import matrixQuery from '../../queries/matrix.graphql?raw';
import { entityHref, list, navigate, usePlace, withParams } from '../../router';
import Download from '../diagram/download';
import { counted, number } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { Grade } from '../../ui/grade';
import { GradeFacet } from '../../ui/grade-facet';
import { Link } from '../../ui/link';
import { Sentence } from '../../ui/sentence';
import { Empty, Failed, Loading } from '../../ui/states';
import { Twins, useTwin } from '../../ui/tabs';
import { Grid } from './grid';

export type Cell = {
  count: number;
  row: { id: string };
  column: { id: string };
  types: { name: string; count: number }[];
  relations: { id: string; sentence: string; grade: GradeName; subject: { id: string; name: string }; object: { id: string; name: string } }[];
};
export type Matrix = {
  rows: { count: number; entity: Ref }[];
  columns: { count: number; entity: Ref }[];
  cells: Cell[];
  gaps: { rows: { id: string; name: string }[]; columns: { id: string; name: string }[]; rowCount: number; columnCount: number };
  totalCells: number;
  count: number;
  truncated: boolean;
  reason: string | null;
};

export default function MatrixPage() {
  const lens = useLens();
  const { params } = usePlace();
  const ontology = useOntology();
  const rows = list(params, 'rows').length > 0 ? list(params, 'rows') : ['Threat'];
  const columns = list(params, 'columns').length > 0 ? list(params, 'columns') : ['Directorate'];
  const types = list(params, 'types');
  const variables = { rows, columns, types: types.length > 0 ? types : null, lens };
  const { data, error, loading, retry } = useQuery<{ view: { matrix: Matrix } }>(matrixQuery, variables);
  const matrix = data?.view.matrix;
  const plural = (names: string[]) => names.map(name => kindOf(ontology, name).plural).join(', ');
  const title = `${plural(rows)} by ${plural(columns).toLowerCase()}`;
  const chosen = useMemo(() => {
    const [row, column] = (params.get('cell') ?? '').split('+');
    return matrix?.cells.find(cell => cell.row.id === row && cell.column.id === column) ?? null;
  }, [matrix, params]);
  const side = (
    <>
      <KindChoice label="Rows" name="rows" value={rows} />
      <KindChoice label="Columns" name="columns" value={columns} />
      {matrix && <TypeChoice cells={matrix.cells} types={types} />}
      <GradeFacet />
    </>
  );
  return (
    <Frame title={title} facets="Rows and columns" side={side} panel={chosen && <CellPanel cell={chosen} />}>
      <article className="matrix">
        <h1>{title}</h1>
        {error && <Failed error={error} retry={retry} />}
        {!matrix && loading && <Loading what="the matrix" />}
        {matrix && <Shown matrix={matrix} variables={variables} rowPlural={plural(rows)} columnPlural={plural(columns)} chosen={chosen} />}
      </article>
    </Frame>
  );
}

/** Most entities that a picture of a matrix has. */
const maxDrawn = 200;

type ShownProps = { matrix: Matrix; variables: { types: string[] | null; lens: Lens }; rowPlural: string; columnPlural: string; chosen: Cell | null };

function Shown({ matrix, variables, rowPlural, columnPlural, chosen }: ShownProps) {
  const twin = useTwin();
  const names = new Map([...matrix.rows, ...matrix.columns].map(({ entity }) => [entity.id, entity.name]));
  // A picture of more would be one that nobody can read.
  const joined = [...matrix.rows, ...matrix.columns].filter(({ count }) => count > 0).map(({ entity }) => entity.id);
  const drawn = { roots: joined.length <= maxDrawn ? [...new Set(joined)] : [], depth: 0, types: variables.types ?? undefined, layout: 'MATRIX', lens: variables.lens };
  const csvRows = () => [
    ['row', 'column', 'relations', 'types'],
    ...matrix.cells.map(cell => [names.get(cell.row.id) ?? '', names.get(cell.column.id) ?? '', cell.count, cell.types.map(type => words(type.name)).join('; ')]),
  ];
  return (
    <>
      <div className="row">
        <Twins label="Matrix" />
        <Download name="matrix" query={matrixQuery} variables={variables} json={() => matrix} rows={csvRows} drawn={drawn} />
        <span className="note muted" role="status">
          {matrix.truncated ? `${number(matrix.cells.length)} of ${number(matrix.totalCells)} cells shown` : counted(matrix.count, 'relation')}
        </span>
      </div>
      {matrix.truncated && <p className="note">Choose one relation, or kinds with fewer entities, to see all of it.</p>}
      {matrix.cells.length === 0 ? (
        <Empty title="Nothing joins these">
          <p>Choose other kinds, or all relations.</p>
        </Empty>
      ) : twin === 'json' ? (
        <pre className="json" tabIndex={0} role="region" aria-label="JSON">
          {JSON.stringify(matrix, null, 2)}
        </pre>
      ) : (
        <Grid matrix={matrix} list={twin === 'table'} chosen={chosen} />
      )}
      <Gaps title={`${rowPlural} without any`} entities={matrix.gaps.rows} count={matrix.gaps.rowCount} />
      <Gaps title={`${columnPlural} without any`} entities={matrix.gaps.columns} count={matrix.gaps.columnCount} />
    </>
  );
}

/** What is joined to nothing often tells most. */
function Gaps({ title, entities, count }: { title: string; entities: { id: string; name: string }[]; count: number }) {
  if (count === 0) return null;
  return (
    <section className="gaps">
      <h2>
        {title} <span className="muted">{number(count)}</span>
      </h2>
      <ul>
        {entities.slice(0, 60).map(entity => (
          <li key={entity.id}>
            <Link href={entityHref(entity.id)}>{entity.name}</Link>
          </li>
        ))}
      </ul>
      {count > 60 && <p className="small muted">60 of {number(count)} shown</p>}
    </section>
  );
}

function KindChoice({ label, name, value }: { label: string; name: string; value: string[] }) {
  const kinds = useOntology().kinds.filter(kind => kind.count > 0);
  const chosen = value.join(',');
  return (
    <label className="facet">
      <span className="small muted">{label}</span>
      <select className="select" value={chosen} onChange={event => navigate(withParams({ [name]: event.target.value, cell: null, types: null }))}>
        {kinds.map(kind => (
          <option key={kind.name} value={kind.name}>
            {kind.plural} ({kind.count})
          </option>
        ))}
        {!kinds.some(kind => kind.name === chosen) && <option value={chosen}>{chosen}</option>}
      </select>
    </label>
  );
}

function TypeChoice({ cells, types }: { cells: Cell[]; types: string[] }) {
  const names = [...new Set([...types, ...cells.flatMap(cell => cell.types.map(type => type.name))])].sort();
  return (
    <label className="facet">
      <span className="small muted">Relation</span>
      <select className="select" value={types.join(',')} onChange={event => navigate(withParams({ types: event.target.value, cell: null }))}>
        <option value="">All</option>
        {names.map(name => (
          <option key={name} value={name}>
            {words(name)}
          </option>
        ))}
        {types.length > 1 && <option value={types.join(',')}>{types.map(words).join(', ')}</option>}
      </select>
    </label>
  );
}

function CellPanel({ cell }: { cell: Cell }) {
  const close = () => navigate(withParams({ cell: null }));
  return (
    <aside className="panel open" aria-label="Relations of the cell" onKeyDown={event => event.key === 'Escape' && close()}>
      <div className="panel-head">
        <h2>{counted(cell.count, 'relation')}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={close}>
          <svg viewBox="0 0 18 18" aria-hidden="true">
            <path d="m4 4 10 10M14 4 4 14" />
          </svg>
        </button>
      </div>
      <ul className="panel-facts">
        {cell.relations.map(one => (
          <li key={one.id}>
            <p>
              <Sentence text={one.sentence} ends={[one.subject, one.object]} />
            </p>
            <p className="small muted row">
              <Grade grade={one.grade} />
              <Link href={entityHref(one.subject.id, { fact: one.id })}>
                Show the quote<span className="visually-hidden"> for “{one.sentence}”</span>
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}
