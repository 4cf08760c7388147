import { Combobox, ComboboxGroup, ComboboxGroupLabel, ComboboxItem, ComboboxPopover, ComboboxProvider } from '@ariakit/react';
import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { useLens } from '../api/lens';
import { kindOf, useOntology } from '../api/ontology';
import type { Grade, Ref } from '../api/types';
import { useQuery } from '../api/use-query';
import resolveQuery from '../queries/resolve.graphql?raw';
import { entityHref, href, navigate } from '../router';
import { KindMark } from './kind-mark';

type Match = { match: string; matched: string; grade: Grade; entity: Ref };

type Props = {
  label: string;
  placeholder?: string;
  large?: boolean;
  autoFocus?: boolean;
  /** What the box says at first. */
  initial?: string;
  /** Called with the entity chosen; by default its page opens. */
  onChoose?: (entity: Ref) => void;
  /** Empties the box when an entity is chosen, for the next. */
  clears?: boolean;
  /** Offers a search of the text below what was found. */
  textSearch?: boolean;
  /** Marks the box that "/" goes to. */
  main?: boolean;
};

/** A box that says while one types which entities the text may mean, kind by kind. */
export function Search({ label, placeholder, large, autoFocus, initial = '', onChoose, clears, textSearch, main }: Props) {
  const [value, setValue] = useState(initial);
  const [asked, setAsked] = useState('');
  const lens = useLens();
  const ontology = useOntology();
  const input = useRef<HTMLInputElement>(null);
  const text = asked.trim();
  const { data, loading, error } = useQuery<{ view: { resolve: Match[] } }>(resolveQuery, text === '' ? null : { text, lens });
  const matches = text === '' ? [] : (data?.view.resolve ?? []);
  const groups = useMemo(() => byKind(matches), [matches]);

  useEffect(() => setValue(initial), [initial]);

  const choose = (entity: Ref) => {
    setValue(onChoose && !clears ? entity.name : '');
    setAsked('');
    if (onChoose) onChoose(entity);
    else navigate(entityHref(entity.id));
  };
  const searchText = () => {
    setAsked('');
    navigate(href('/', { q: value.trim() }));
  };

  return (
    <ComboboxProvider
      value={value}
      setValue={next => {
        setValue(next);
        startTransition(() => setAsked(next));
      }}
      resetValueOnHide={false}
    >
      <div className={large ? 'search large' : 'search'}>
        <Combobox
          ref={input}
          aria-label={label}
          placeholder={placeholder}
          autoFocus={autoFocus}
          autoSelect="always"
          autoComplete="list"
          spellCheck={false}
          data-main-search={main || undefined}
          showOnClick={false}
          showOnChange={event => (event.currentTarget as HTMLInputElement).value !== ''}
          setValueOnClick={false}
        />
        {main && <kbd aria-hidden="true">/</kbd>}
      </div>
      <ComboboxPopover gutter={6} sameWidth={large} className="found" unmountOnHide hidden={text === '' ? true : undefined} aria-label="What it may mean">
        {groups.map(({ kind, found }) => (
          <ComboboxGroup key={kind}>
            <ComboboxGroupLabel className="found-group">{kindOf(ontology, kind).plural}</ComboboxGroupLabel>
            {found.map(match => (
              <ComboboxItem
                key={match.entity.id}
                className="found-item"
                value={match.entity.name}
                setValueOnClick={false}
                onClick={() => choose(match.entity)}
              >
                <KindMark kind={kind} />
                <span>
                  {match.entity.name}
                  {match.match === 'ALIAS' && (
                    <span className="muted note">
                      {' '}
                      {match.matched}
                      {match.grade === 'EDITORIAL' && ', a name added by an editor'}
                    </span>
                  )}
                </span>
              </ComboboxItem>
            ))}
          </ComboboxGroup>
        ))}
        {matches.length === 0 && (
          <div className="found-none" role="status">
            {error ? error.message : loading ? 'Looking…' : `Nothing is called “${text}”.`}
          </div>
        )}
        {textSearch && text !== '' && (
          <ComboboxItem className="found-item" value="" setValueOnClick={false} onClick={searchText}>
            Search names, notes and quotes for “{text}”
          </ComboboxItem>
        )}
      </ComboboxPopover>
    </ComboboxProvider>
  );
}

function byKind(matches: Match[]): { kind: string; found: Match[] }[] {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const found = groups.get(match.entity.kind);
    if (found) found.push(match);
    else groups.set(match.entity.kind, [match]);
  }
  return [...groups].map(([kind, found]) => ({ kind, found }));
}
