import { useEffect, useRef, useState } from 'react';
import { useLens } from '../../api/lens';
import diagramQuery from '../../queries/diagram.graphql?raw';
import { navigate, usePlace, withParams } from '../../router';
import { Download } from '../../ui/download';
import { counted, number } from '../../ui/format';
import { Empty } from '../../ui/states';
import { Twins, useTwin } from '../../ui/tabs';
import { useFileTheme } from './download';
import { EdgeTable, edgeRows } from './edge-table';
import { embedCode } from './embed';
import { Picture } from './picture';
import { pictures, type Answer } from './pictures';
import type { Asked } from './request';
import { SaveDialog } from './save-dialog';
import type { Scene } from './scene';
import type { Pins } from './view-file';

/** As what the page itself asks for the diagram. */
export const screen = { format: 'REACTFLOW', theme: 'LIGHT', frame: 'FIT' };

type Props = {
  scene: Scene;
  asked: Asked;
  selected: string | null;
  variables: object;
  agreed: number;
  onAgree(most: number): void;
  answer: Answer['view']['subgraph'];
  busy: boolean;
};

export function Shown({ scene, asked, selected, variables, agreed, onAgree, answer, busy }: Props) {
  const twin = useTwin();
  const lens = useLens();
  const { params } = usePlace();
  const [moved, setMoved] = useState<Pins>({});
  const [saving, setSaving] = useState(false);
  const saved = useRef(false);
  useEffect(() => {
    if (saved.current) setMoved({});
    saved.current = false;
  }, [scene]);
  useEffect(() => setMoved({}), [asked.layout, asked.view]);
  const count = Object.keys(moved).length;
  const theme = useFileTheme();
  const name = scene.title.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase().slice(0, 60) || 'diagram';
  return (
    <article className="diagram" aria-busy={busy}>
      <header className="row diagram-head">
        <h1>{scene.title}</h1>
        <p className="note muted" role="status">
          {scene.truncated ? `${scene.truncated} shown` : counted(scene.nodes.length, 'entity', 'entities')}, {counted(scene.edges.length, 'relation')}
          {asked.since !== null && `, changes since revision ${asked.since}`}
        </p>
        <div className="row diagram-actions">
          <Twins />
          {scene.layout !== 'MATRIX' && (
            <button type="button" className="button" onClick={() => setSaving(true)}>
              Save view
            </button>
          )}
          <Download
            name={name}
            query={diagramQuery}
            variables={{ ...variables, ...screen }}
            json={() => scene}
            rows={() => edgeRows(scene)}
            pictures={pictures(variables, theme.asked)}
            themes={theme}
            embed={embedCode(asked, agreed, lens, params.get('at'), theme.asked, scene)}
          />
        </div>
      </header>
      {scene.truncated && <Truncated asked={asked} scene={scene} agreed={agreed} onAgree={onAgree} answer={answer} />}
      {count > 0 && (
        <p className="row note diagram-said" role="status">
          {counted(count, 'box', 'boxes')} moved. Saved by name, {count === 1 ? 'it stays' : 'they stay'} there, and lines find their way anew.
          <button type="button" className="button" onClick={() => setSaving(true)}>
            Save view
          </button>
          <button type="button" className="button" onClick={() => setMoved({})}>
            Put back
          </button>
        </p>
      )}
      {saving && (
        <SaveDialog
          onClose={() => setSaving(false)}
          onSaved={() => (saved.current = true)}
          asked={asked}
          variables={variables}
          layout={scene.layout}
          title={scene.title}
          moved={moved}
        />
      )}
      {scene.nodes.length === 0 ? (
        <Empty title="There is nothing to draw">
          <p>Choose more kinds or relations, or more steps.</p>
        </Empty>
      ) : twin === 'picture' ? (
        <Picture scene={scene} asked={asked} selected={selected} moved={moved} onMove={(id, at) => setMoved(before => ({ ...before, [id]: at }))} />
      ) : twin === 'table' ? (
        <EdgeTable scene={scene} />
      ) : (
        <pre className="json" tabIndex={0} role="region" aria-label="JSON">
          {JSON.stringify(scene, null, 2)}
        </pre>
      )}
    </article>
  );
}

/** So many are offered when somebody wants to see more, and so many at last. */
const more = [2000, 10_000];

type TruncatedProps = Pick<Props, 'asked' | 'scene' | 'agreed' | 'onAgree' | 'answer'>;

/** Says of how many a part is drawn; more are drawn when the reader says so, whatever a link wishes. */
function Truncated({ asked, scene, agreed, onAgree, answer: { totalCount, truncated, reason } }: TruncatedProps) {
  const wished = asked.limit > agreed ? asked.limit : more.find(n => n > asked.limit);
  const draw = (most: number) => {
    onAgree(Math.max(most, agreed));
    if (most !== asked.limit) navigate(withParams({ limit: most }));
  };
  return (
    <p className="row note diagram-said">
      The nearest {number(scene.nodes.length)} are drawn.{truncated && reason && !reason.startsWith('limit') && ` ${reason}.`}
      {asked.limit > agreed && ` The link wishes for ${number(asked.limit)}, which takes a while.`} Fewer kinds, relations or steps make room for others.
      {wished && (
        <button type="button" className="button" onClick={() => draw(wished)}>
          {totalCount <= wished ? `Draw all ${number(totalCount)}` : `Draw up to ${number(wished)}`}
        </button>
      )}
    </p>
  );
}
