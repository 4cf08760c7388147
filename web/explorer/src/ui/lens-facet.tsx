import { useLens } from '../api/lens';
import { words } from '../api/ontology';
import { useQuery } from '../api/use-query';
import readingsQuery from '../queries/readings.graphql?raw';
import { navigate, withParams } from '../router';

/** What of the graph a page shows besides its revision: in which reading, of which day. */
export function LensFacet() {
  const lens = useLens();
  return (
    <>
      <Readings chosen={lens.readings ?? []} />
      <div className="facet">
        <h2>
          <label htmlFor="valid-at">Facts that hold on</label>
        </h2>
        <div className="row">
          <input
            id="valid-at"
            type="date"
            className="select"
            min="1000-01-01"
            defaultValue={lens.validAt ?? ''}
            key={lens.validAt ?? ''}
            onBlur={event => event.target.validity.valid && navigate(withParams({ validAt: event.target.value }))}
            onKeyDown={event => event.key === 'Enter' && event.currentTarget.validity.valid && navigate(withParams({ validAt: event.currentTarget.value }))}
          />
          {lens.validAt && (
            <button type="button" className="button plain" onClick={() => navigate(withParams({ validAt: null }))}>
              Any day
            </button>
          )}
        </div>
        <label className="choice">
          <input
            type="checkbox"
            checked={lens.deprecated ?? false}
            onChange={event => navigate(withParams({ deprecated: event.target.checked ? 'true' : null }))}
          />
          Deprecated facts, too
        </label>
      </div>
    </>
  );
}

/** Sentences that can be read in several ways, each with its choices. */
function Readings({ chosen }: { chosen: string[] }) {
  const { data } = useQuery<{ view: { stats: { readings: { name: string }[] } } }>(readingsQuery, {});
  const groups = new Map<string, string[]>();
  for (const { name } of data?.view.stats.readings ?? []) {
    const group = name.slice(0, name.lastIndexOf('/'));
    groups.set(group, [...(groups.get(group) ?? []), name].sort());
  }
  const open = [...groups].filter(([, choices]) => choices.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
  if (open.length === 0) return null;
  return (
    <div className="facet" role="group" aria-label="Readings">
      <h2>Readings</h2>
      {open.map(([group, choices]) => {
        const others = chosen.filter(one => !choices.includes(one));
        return (
          <label className="choice reading" key={group}>
            {words(group.replaceAll('-', ' '))}
            <select
              className="select"
              value={chosen.find(one => choices.includes(one)) ?? ''}
              onChange={event => navigate(withParams({ readings: [...others, event.target.value].filter(Boolean), fact: null }))}
            >
              <option value="">preferred</option>
              {choices.map(choice => (
                <option key={choice} value={choice}>
                  {choice.slice(group.length + 1)}
                </option>
              ))}
            </select>
          </label>
        );
      })}
    </div>
  );
}
