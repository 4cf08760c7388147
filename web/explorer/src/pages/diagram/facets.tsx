import { kindOf, useOntology, words, type Ontology } from '../../api/ontology';
import { navigate, withParams } from '../../router';
import { GradeFacet } from '../../ui/grade-facet';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { directions, some, type Asked } from './request';
import type { Scene } from './scene';

const layoutNames: Record<string, string> = { ORG: 'Organisation chart', LAYERED: 'Columns', RADIAL: 'Rings', MATRIX: 'Matrix' };
const directionNames: Record<string, string> = { ANY: 'Both ways', OUT: 'What it does', IN: 'What is done to it' };
const collapses = [
  { value: '', name: 'Nothing' },
  { value: 'Directorate', name: 'Into directorates' },
  { value: 'Agency', name: 'Into agencies' },
  { value: 'top', name: 'Into the topmost' },
];

type Props = { asked: Asked; scene: Scene | null };

/** What is drawn, and the legend: kinds with their shapes, grades with their lines. */
export function Facets({ asked, scene }: Props) {
  const ontology = useOntology();
  return (
    <>
        <Choice label="Steps" value={String(asked.depth)} onChange={depth => navigate(withParams({ depth }))} options={['1', '2', '3', '4'].map(value => ({ value, name: value }))} />
        <Choice
          label="Relations followed"
          value={asked.direction}
          onChange={direction => navigate(withParams({ direction: direction === 'ANY' && asked.view === null ? null : direction.toLowerCase() }))}
          options={directions.map(value => ({ value, name: directionNames[value]! }))}
        />
        <Choice
          label="Layout"
          value={asked.layout || scene?.layout || 'ORG'}
          onChange={layout => navigate(withParams({ layout: layout === 'ORG' && asked.view === null ? null : layout.toLowerCase() }))}
          options={Object.entries(layoutNames).map(([value, name]) => ({ value, name }))}
        />
        <Choice label="Roll up" value={asked.collapse} onChange={collapse => navigate(withParams({ collapse: some(asked, collapse === '' ? [] : [collapse]), sel: null }))} options={collapses} />
        <Kinds asked={asked} scene={scene} ontology={ontology} />
        <Types asked={asked} scene={scene} ontology={ontology} />
        <GradeFacet usual={asked.grade} />
        {asked.view !== null && (
          <div className="facet">
            <h2>Saved view</h2>
            <p className="row note">
              {asked.view}
              <Link href={withParams({ view: null, roots: asked.roots })}>Draw it without</Link>
            </p>
          </div>
        )}
        {asked.hide.length > 0 && (
          <button type="button" className="button" onClick={() => navigate(withParams({ hide: some(asked, []) }))}>
            Show {asked.hide.length} hidden
          </button>
        )}
    </>
  );
}

type ChoiceProps = { label: string; value: string; options: { value: string; name: string }[]; onChange(value: string): void };

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="facet">
      <span className="small muted">{label}</span>
      <select className="select" value={value} onChange={event => onChange(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
        {!options.some(option => option.value === value) && <option value={value}>{value}</option>}
      </select>
    </label>
  );
}

function count<T>(all: T[], name: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(name(one), (counts.get(name(one)) ?? 0) + 1);
  return counts;
}

function Kinds({ asked, scene, ontology }: Props & { ontology: Ontology }) {
  const shown = count(scene?.nodes ?? [], node => node.data.kind);
  const names = ontology.kinds.filter(kind => !kind.abstract && (shown.has(kind.name) || asked.kinds.includes(kind.name))).map(kind => kind.name);
  if (names.length === 0) return null;
  const toggle = (name: string) => {
    const from = asked.kinds.length > 0 ? asked.kinds : names;
    navigate(withParams({ kinds: from.includes(name) ? from.filter(one => one !== name) : [...from, name] }));
  };
  return (
    <fieldset className="facet">
      <legend className="small muted">Kinds</legend>
      {names.map(name => (
        <label className="choice" key={name}>
          <input type="checkbox" checked={asked.kinds.length === 0 || asked.kinds.includes(name)} onChange={() => toggle(name)} />
          <KindMark kind={name} />
          {kindOf(ontology, name).plural}
          <span className="count">{shown.get(name) ?? 0}</span>
        </label>
      ))}
      {asked.kinds.length > 0 && <All asked={asked} name="kinds" />}
    </fieldset>
  );
}

function Types({ asked, scene, ontology }: Props & { ontology: Ontology }) {
  const shown = count(scene?.edges ?? [], edge => edge.data.type);
  const names = ontology.relationTypes.map(type => type.name).filter(name => shown.has(name) || asked.types.includes(name));
  if (names.length === 0) return null;
  const toggle = (name: string) => {
    const from = asked.types.length > 0 ? asked.types : names;
    navigate(withParams({ types: from.includes(name) ? from.filter(one => one !== name) : [...from, name] }));
  };
  return (
    <fieldset className="facet">
      <legend className="small muted">Relations</legend>
      {names.map(name => (
        <label className="choice" key={name}>
          <input type="checkbox" checked={asked.types.length === 0 || asked.types.includes(name)} onChange={() => toggle(name)} />
          {words(name)}
          <span className="count">{shown.get(name) ?? 0}</span>
        </label>
      ))}
      {asked.types.length > 0 && <All asked={asked} name="types" />}
    </fieldset>
  );
}

function All({ asked, name }: { asked: Asked; name: string }) {
  return (
    <button type="button" className="button plain" onClick={() => navigate(withParams({ [name]: some(asked, []) }))}>
      Show all
    </button>
  );
}
