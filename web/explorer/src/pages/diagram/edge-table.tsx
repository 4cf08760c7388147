import { words } from '../../api/ontology';
import { entityHref } from '../../router';
import { Grade, gradeWord } from '../../ui/grade';
import { Link } from '../../ui/link';
import type { Scene } from './scene';

/** The picture as rows: headings first. */
export function edgeRows(scene: Scene): (string | number)[][] {
  const names = new Map(scene.nodes.map(node => [node.id, node.data.label]));
  return [
    ['subject', 'relation', 'object', 'grade', 'relations', 'sentence'],
    ...scene.edges.map(({ source, target, data }) => [names.get(source) ?? source, data.verb ?? words(data.type), names.get(target) ?? target, gradeWord(data.grade), data.count, data.sentence]),
  ];
}

export function EdgeTable({ scene }: { scene: Scene }) {
  const nodes = new Map(scene.nodes.map(node => [node.id, node]));
  const joined = new Set(scene.edges.flatMap(edge => [edge.source, edge.target]));
  const alone = scene.nodes.filter(node => !joined.has(node.id));
  const end = (id: string) => <Link href={entityHref(id)}>{nodes.get(id)?.data.label ?? id}</Link>;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Relations">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Relation</th>
            <th scope="col">To</th>
            <th scope="col">How well known</th>
          </tr>
        </thead>
        <tbody>
          {scene.edges.map(edge => (
            <tr key={edge.id}>
              <td>{end(edge.source)}</td>
              <td>
                {edge.data.label}
                {edge.data.count > 1 && ` (${edge.data.count})`}
              </td>
              <td>{end(edge.target)}</td>
              <td>
                <Grade grade={edge.data.grade} />
              </td>
            </tr>
          ))}
          {alone.map(node => (
            <tr key={node.id}>
              <td>{end(node.id)}</td>
              <td colSpan={3} className="muted">
                no relation drawn
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
