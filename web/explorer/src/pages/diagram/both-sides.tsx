import { words } from '../../api/ontology';
import type { Pins, ViewFile } from './view-file';

type Row = { key: string; theirs: string; yours: string };

const labels: [keyof ViewFile, string][] = [
  ['layout', 'Layout'],
  ['roots', 'Begins with'],
  ['depth', 'Steps'],
  ['direction', 'Direction'],
  ['types', 'Relations'],
  ['kinds', 'Kinds'],
  ['hidden', 'Hidden'],
  ['collapse', 'Rolled up into'],
  ['limit', 'Most entities'],
  ['grade', 'Weakest grade'],
];

/** What a view in the way says, beside what would be saved over it. */
export function BothSides({ theirs, yours, name }: { theirs: ViewFile; yours: ViewFile; name: string }) {
  const rows = [...labels.flatMap(([key, label]) => row(label, said(theirs[key]), said(yours[key]))), ...pinRows(theirs.pins ?? {}, yours.pins ?? {})];
  if (rows.length === 0) return <p className="note muted">Both say the same.</p>;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Both views">
      <table className="table both-sides">
        <thead>
          <tr>
            <td />
            <th scope="col">“{name}” as saved</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, theirs, yours }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{theirs}</td>
              <td>{yours}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const row = (key: string, theirs: string, yours: string): Row[] => (theirs === yours ? [] : [{ key, theirs, yours }]);

function said(value: unknown): string {
  if (value === undefined || value === null) return 'as usual';
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'the topmost';
  return words(String(value));
}

/** Boxes that stand elsewhere. Those that only theirs places stay. */
function pinRows(theirs: Pins, yours: Pins): Row[] {
  const place = (pin: Pins[string] | undefined) => (pin ? `${pin.x}, ${pin.y}` : 'where there is room');
  return Object.keys(yours).flatMap(id => row(`Place of ${id}`, place(theirs[id]), place(yours[id])));
}
