import './compare.css';
import type { Difference, Page, Revision } from '../../api/types';
import { useRevision } from '../../api/revision';
import { useQuery } from '../../api/use-query';
import compareQuery from '../../queries/compare.graphql?raw';
import revisionsQuery from '../../queries/revisions.graphql?raw';
import { entityHref, href, navigate, usePlace, withParams } from '../../router';
import { Download } from '../../ui/download';
import { counted, date, number } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { Link } from '../../ui/link';
import { Empty, Failed, Loading } from '../../ui/states';

type Diff = {
  from: Revision;
  to: Revision;
  counts: { thing: string; effect: Difference['effect']; count: number }[];
  totalCount: number;
  pageInfo: Page;
  nodes: Difference[];
};

const effects: { effect: Difference['effect']; mark: string; word: string }[] = [
  { effect: 'ADDED', mark: '+', word: 'added' },
  { effect: 'RETRACTED', mark: '−', word: 'removed' },
  { effect: 'CHANGED', mark: '~', word: 'changed' },
];

const revisionOf = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

export default function ComparePage() {
  const { params } = usePlace();
  const { newest } = useRevision();
  const revisions = useQuery<{ revisions: { totalCount: number; nodes: Revision[] } }>(revisionsQuery, { after: null });
  const head = newest ?? revisions.data?.revisions.nodes[0]?.revision ?? null;
  const to = revisionOf(params.get('to')) ?? head;
  const from = revisionOf(params.get('from')) ?? (to === null ? null : Math.max(to - 1, 0));
  const variables = from === null || to === null ? null : { from, to, after: params.get('after') };
  const { data, error, loading, retry } = useQuery<{ diff: Diff }>(compareQuery, variables);
  const title = from === null ? 'Compare' : `From revision ${from} to ${to}`;
  const side = head !== null && from !== null && to !== null && <Pick head={head} from={from} to={to} />;
  return (
    <Frame title={title} facets="Revisions" side={side} lens={false}>
      <article className="compare">
        <h1>{title}</h1>
        {error && <Failed error={error} retry={retry} />}
        {!data && (loading || variables === null) && !error && <Loading what="the differences" />}
        {data && variables && <Shown diff={data.diff} variables={variables} />}
        <Log revisions={revisions.data?.revisions} />
      </article>
    </Frame>
  );
}

function Shown({ diff, variables }: { diff: Diff; variables: object }) {
  const rows = () => [['effect', 'thing', 'id', 'sentence'], ...diff.nodes.map(node => [node.effect, node.thing, node.id, node.sentence])];
  return (
    <>
      <p className="row">
        {effects.map(({ effect, mark, word }) => (
          <span key={effect} className={`effect ${word}`}>
            <b aria-hidden="true">{mark}</b>
            {number(diff.counts.filter(one => one.effect === effect).reduce((sum, one) => sum + one.count, 0))} {word}
          </span>
        ))}
        <Download name="differences" query={compareQuery} variables={variables} json={() => diff} rows={rows} />
      </p>
      {diff.totalCount === 0 && (
        <Empty title="They hold the same">
          <p>Choose revisions further apart.</p>
        </Empty>
      )}
      <ul className="differences">
        {diff.nodes.map(node => (
          <Row key={node.thing + node.id + node.effect} node={node} />
        ))}
      </ul>
      {diff.totalCount > diff.nodes.length && (
        <p className="row">
          {number(diff.nodes.length)} of {number(diff.totalCount)} shown.
          {diff.pageInfo.hasNextPage && <Link href={withParams({ after: diff.pageInfo.endCursor })}>Next page</Link>}
        </p>
      )}
    </>
  );
}

function Row({ node }: { node: Difference }) {
  const { mark, word } = effects.find(one => one.effect === node.effect)!;
  return (
    <li className={`difference ${word}`}>
      <b aria-label={word} role="img">
        {mark}
      </b>
      <div>
        <p>
          {node.thing === 'ENTITY' && node.effect !== 'RETRACTED' ? <Link href={entityHref(node.id)}>{node.sentence}</Link> : node.sentence}
        </p>
        {node.changes.map(change => (
          <p key={change.field} className="note muted">
            {change.field}: <del>{change.before ?? 'nothing'}</del> → <ins>{change.after ?? 'nothing'}</ins>
          </p>
        ))}
      </div>
    </li>
  );
}

/** The two revisions, each with a slider. */
function Pick({ head, from, to }: { head: number; from: number; to: number }) {
  const slider = (label: string, name: string, value: number) => (
    <label className="facet">
      <span className="small muted">{label}</span>
      <span>
        Revision {value}
        {value === 0 && ', the empty graph'}
      </span>
      <input
        type="range"
        min={0}
        max={head}
        value={value}
        aria-valuetext={`Revision ${value} of ${head}`}
        onChange={event => navigate(withParams({ [name]: event.target.value, after: null }), { replace: true })}
      />
    </label>
  );
  return (
    <div className="time pick">
      {slider('From', 'from', from)}
      {slider('To', 'to', to)}
      <Link href={href('/d', { since: from, at: to === head ? null : to })}>Paint it in a diagram</Link>
    </div>
  );
}

/** Every revision with its author and message: what the sliders move over. */
function Log({ revisions }: { revisions: { totalCount: number; nodes: Revision[] } | undefined }) {
  if (!revisions) return null;
  return (
    <section className="log">
      <h2>Revisions</h2>
      <ol>
        {revisions.nodes.map(one => (
          <li key={one.revision}>
            <Link href={withParams({ from: Math.max(one.revision - 1, 0), to: one.revision, after: null })}>Revision {one.revision}</Link>
            <span>
              {one.message}
              <span className="muted note">
                {' '}
                {one.author}
                {one.time && `, ${date(one.time)}`}, {counted(one.ops, 'operation')}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {revisions.totalCount > revisions.nodes.length && (
        <p className="note muted">
          {number(revisions.nodes.length)} of {number(revisions.totalCount)} shown
        </p>
      )}
    </section>
  );
}
