import { useLayoutEffect, useRef, useState } from 'react';
import { kindOf, useOntology } from '../../api/ontology';
import type { Grade } from '../../api/types';
import { entityHref, href } from '../../router';
import { number } from '../../ui/format';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { arrange, joins, type Join } from './arrange';
import type { Home } from './types';

type Wire = Join & { path: string };

const dashes: Record<Grade, string | undefined> = { STATED: undefined, CONSTRUED: '6 4', CONTEXTUAL: '1.5 4', EDITORIAL: '1 7' };

/** Mission areas, directorates, programs and partners, with what joins them. */
export function Columns({ home }: { home: Home }) {
  const ontology = useOntology();
  const picture = useRef<HTMLDivElement>(null);
  const [wires, setWires] = useState<Wire[]>([]);
  const [focus, setFocus] = useState<string | null>(null);
  const columns = arrange([home.missionAreas, home.directorates, home.programs, home.partners]);

  useLayoutEffect(() => {
    const box = picture.current!;
    const draw = () => setWires(wire(box, joins(columns)));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(box);
    return () => observer.disconnect();
    // The columns are made anew with every render; they change with home only.
  }, [home]);

  const near = new Set(wires.filter(one => one.from === focus || one.to === focus).flatMap(one => [one.from, one.to]));
  const names = ['MissionArea', 'Directorate', 'Program', 'Partner'];
  return (
    <section aria-labelledby="overview" className="overview">
      <div className="row overview-head">
        <h2 id="overview">Who does what, with whom</h2>
        <Link href={href('/d', { roots: columns[1]?.nodes.map(node => node.id) ?? [] })}>Open as a diagram</Link>
      </div>
      <div className="columns" ref={picture} data-focus={focus !== null || undefined}>
        <svg className="wires" aria-hidden="true">
          {wires.map(one => (
            <path
              key={one.id}
              d={one.path}
              strokeDasharray={dashes[one.grade]}
              className={focus !== null && (one.from === focus || one.to === focus) ? 'near' : undefined}
            />
          ))}
        </svg>
        {columns.map((column, i) => (
          <div className="column" key={names[i]}>
            <h3>{kindOf(ontology, names[i]!).plural}</h3>
            <ul>
              {column.nodes.map(node => (
                <li key={node.id}>
                  <Link
                    href={entityHref(node.id)}
                    className={focus === null || near.has(node.id) || focus === node.id ? 'box' : 'box far'}
                    data-box={node.id}
                    onMouseEnter={() => setFocus(node.id)}
                    onMouseLeave={() => setFocus(null)}
                    onFocus={() => setFocus(node.id)}
                    onBlur={() => setFocus(null)}
                  >
                    <KindMark kind={node.kind} />
                    <span className="clamp" title={node.name}>
                      {node.name}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
            {column.totalCount > column.nodes.length && (
              <p className="small muted">
                {number(column.nodes.length)} of {number(column.totalCount)} shown
              </p>
            )}
            {column.totalCount === 0 && <p className="small muted">None at this revision</p>}
          </div>
        ))}
      </div>
    </section>
  );
}

/** Curves between boxes as they stand now; none where the columns are stacked. */
function wire(box: HTMLElement, found: Join[]): Wire[] {
  const columns = [...box.querySelectorAll<HTMLElement>('.column')];
  const frame = box.getBoundingClientRect();
  if (columns.length < 4 || columns[1]!.getBoundingClientRect().left < columns[0]!.getBoundingClientRect().right) return [];
  const places = new Map<string, DOMRect>();
  for (const one of box.querySelectorAll<HTMLElement>('[data-box]')) places.set(one.dataset.box!, one.getBoundingClientRect());
  return found.flatMap(join => {
    const [a, b] = [places.get(join.from), places.get(join.to)];
    if (!a || !b) return [];
    const start = { x: a.right - frame.left, y: a.top + a.height / 2 - frame.top };
    const end = { x: b.left - frame.left, y: b.top + b.height / 2 - frame.top };
    const over = join.skips.map(i => gap(columns[i]!, (start.y + end.y) / 2 + frame.top, frame));
    const stops = [start, ...over.flat(), end];
    let path = `M${start.x} ${start.y}`;
    for (let i = 1; i < stops.length; i++) {
      const [p, q] = [stops[i - 1]!, stops[i]!];
      if (p.y === q.y) path += `L${q.x} ${q.y}`;
      else path += `C${(p.x + q.x) / 2} ${p.y} ${(p.x + q.x) / 2} ${q.y} ${q.x} ${q.y}`;
    }
    return [{ ...join, path }];
  });
}

/** Where a wire passes a column without crossing a box: its two ends in the gap nearest to y. */
function gap(column: HTMLElement, y: number, frame: DOMRect): { x: number; y: number }[] {
  const boxes = [...column.querySelectorAll<HTMLElement>('[data-box]')].map(one => one.getBoundingClientRect());
  if (boxes.length === 0) return [];
  const gaps = [boxes[0]!.top - 6, ...boxes.map(one => one.bottom + 6)];
  const best = gaps.reduce((near, at) => (Math.abs(at - y) < Math.abs(near - y) ? at : near));
  return [boxes[0]!.left, boxes[0]!.right].map(x => ({ x: x - frame.left, y: best - frame.top }));
}
