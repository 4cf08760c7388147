import { useState, type ReactNode } from 'react';
import { useLens } from '../../api/lens';
import { useOntology, words } from '../../api/ontology';
import { useQuery } from '../../api/use-query';
import type { Ref } from '../../api/types';
import areasQuery from '../../queries/training-areas.graphql?raw';
import nameQuery from '../../queries/name.graphql?raw';
import { navigate, withParams } from '../../router';
import { number } from '../../ui/format';
import { Search } from '../../ui/search';
import { uncited } from './cite';
import type { Request } from './request';
import { scopeText, several, ways, type By, type Scope } from './scope';

/** What the page is about is another: what was chosen of the last one goes. */
const about = (scope: Scope) =>
  withParams({ scope: scopeText(scope), ...(scope.by === 'around' ? {} : { depth: null, types: null }), compare: null, ...uncited });

/** Chooses what the material is about. */
export function Picker({ request }: { request: Request }) {
  const { scope } = request;
  const [by, setBy] = useState<By>(scope?.by ?? 'entity');
  const [seen, setSeen] = useState(request.text);
  if (seen !== request.text) {
    setSeen(request.text);
    if (scope) setBy(scope.by);
  }
  const names = scope?.by === by ? scope.names : [];
  return (
    <div className="facet picker" role="group" aria-label="What it is about">
      <h2>What it is about</h2>
      <label>
        <span className="visually-hidden">Scope</span>
        <select className="select" value={by} onChange={event => setBy(event.target.value as By)}>
          {Object.entries(ways).map(([way, name]) => (
            <option key={way} value={way}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {by === 'entity' && <OneEntity id={names[0] ?? null} />}
      {by === 'kind' && <OneKind name={names[0] ?? ''} />}
      {by === 'area' && <OneArea id={names[0] ?? ''} />}
      {several(by) && <Entities by={by} names={names} />}
      {by === 'around' && <Along request={request} />}
      {by === 'pattern' && <Pattern text={names[0] ?? ''} />}
    </div>
  );
}

/** The name of an entity; its id until it is known. */
function useName(id: string | null): string {
  const lens = useLens();
  const { data } = useQuery<{ view: { entity: Ref | null } }>(nameQuery, id ? { id, lens } : null);
  return id ? (data?.view.entity?.name ?? id) : '';
}

function OneEntity({ id }: { id: string | null }) {
  return <Search label="Entity" placeholder="A name or an acronym" initial={useName(id)} onChoose={entity => navigate(about({ by: 'entity', names: [entity.id] }))} />;
}

function OneKind({ name }: { name: string }) {
  const kinds = useOntology().kinds.filter(kind => kind.count > 0 || kind.name === name);
  return (
    <Choice label="Kind" value={name} onChoose={kind => navigate(about({ by: 'kind', names: [kind] }))}>
      {kinds.map(kind => (
        <option key={kind.name} value={kind.name}>
          {kind.plural} ({number(kind.count)})
        </option>
      ))}
    </Choice>
  );
}

function OneArea({ id }: { id: string }) {
  const lens = useLens();
  const { data } = useQuery<{ view: { entities: { totalCount: number; nodes: { id: string; name: string }[] } } }>(areasQuery, { lens });
  const areas = data?.view.entities;
  const name = useName(id || null);
  return (
    <>
      <Choice label="Mission area" value={id} onChoose={area => navigate(about({ by: 'area', names: [area] }))}>
        {areas?.nodes.map(area => (
          <option key={area.id} value={area.id}>
            {area.name}
          </option>
        ))}
        {id !== '' && !areas?.nodes.some(area => area.id === id) && <option value={id}>{name}</option>}
      </Choice>
      {areas && areas.totalCount > areas.nodes.length && (
        <p className="small muted">
          {number(areas.nodes.length)} of {number(areas.totalCount)} mission areas to choose from.
        </p>
      )}
    </>
  );
}

function Choice({ label, value, onChoose, children }: { label: string; value: string; onChoose: (value: string) => void; children: ReactNode }) {
  return (
    <label>
      <span className="visually-hidden">{label}</span>
      <select className="select" value={value} onChange={event => event.target.value !== '' && onChoose(event.target.value)}>
        {value === '' && <option value="">Choose one…</option>}
        {children}
      </select>
    </label>
  );
}

/** A field for one more, and those chosen so far. */
function Entities({ by, names }: { by: By; names: string[] }) {
  const set = (next: string[]) => navigate(next.length > 0 ? about({ by, names: next }) : withParams({ scope: null, ...uncited }));
  return (
    <>
      <Search label="Add an entity" placeholder="Add a name or an acronym" clears onChoose={entity => !names.includes(entity.id) && set([...names, entity.id])} />
      {names.length > 0 && (
        <ul className="chosen" aria-label="Chosen">
          {names.map(id => (
            <Chosen key={id} id={id} onDrop={() => set(names.filter(one => one !== id))} />
          ))}
        </ul>
      )}
    </>
  );
}

function Chosen({ id, onDrop }: { id: string; onDrop: () => void }) {
  const name = useName(id);
  return (
    <li>
      <span>{name}</span>
      <button type="button" className="drop" aria-label={`Leave ${name} out`} onClick={onDrop}>
        ×
      </button>
    </li>
  );
}

/** How far, and along which relations. */
function Along({ request: { depth, types } }: { request: Request }) {
  const known = useOntology().relationTypes.filter(type => type.count > 0);
  const left = known.filter(type => !types.includes(type.name));
  const set = (next: string[]) => navigate(withParams({ types: next, ...uncited }));
  return (
    <>
      <label className="inline-field">
        <span>Steps</span>
        <select className="select" value={depth} onChange={event => navigate(withParams({ depth: event.target.value === '1' ? null : event.target.value, ...uncited }))}>
          {[1, 2, 3, 4].map(n => (
            <option key={n}>{n}</option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        <span>Along</span>
        <select className="select" value="" onChange={event => event.target.value !== '' && set([...types, event.target.value])}>
          <option value="">{types.length === 0 ? 'all relations' : 'one more…'}</option>
          {left.map(type => (
            <option key={type.name} value={type.name}>
              {words(type.name)}
            </option>
          ))}
        </select>
      </label>
      {types.length > 0 && (
        <ul className="chosen" aria-label="Relations followed">
          {types.map(type => (
            <li key={type}>
              <span>{words(type)}</span>
              <button type="button" className="drop" aria-label={`Do not follow ${words(type)}`} onClick={() => set(types.filter(one => one !== type))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A graph pattern that returns entities. */
function Pattern({ text }: { text: string }) {
  const [written, setWritten] = useState(text);
  const [seen, setSeen] = useState(text);
  if (seen !== text) {
    setSeen(text);
    setWritten(text);
  }
  const find = () => written.trim() !== '' && navigate(about({ by: 'pattern', names: [written.trim().replace(/\s+/g, ' ')] }));
  return (
    <form
      className="pattern"
      onSubmit={event => {
        event.preventDefault();
        find();
      }}
    >
      <textarea
        className="field"
        aria-label="Pattern"
        rows={4}
        spellCheck={false}
        placeholder="MATCH (d:Directorate)-[:uses]->(p:Program) RETURN p"
        value={written}
        onChange={event => setWritten(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          find();
        }}
      />
      <button type="submit" className="button">
        Find
      </button>
    </form>
  );
}
