import { Menu, MenuButton, MenuGroup, MenuGroupLabel, MenuItem, MenuItemRadio, MenuProvider } from '@ariakit/react';
import { useState } from 'react';
import { currentToken } from '../../../shared/token';
import { copy } from './copy';
import { playgroundHref } from './playground';

export type Picture = { label: string; extension: string; make(): Promise<Blob> };

export type Props = {
  /** Of the files, without extension. */
  name: string;
  query: string;
  variables: object;
  json: () => unknown;
  /** Rows of a table, headings first. */
  rows?: () => (string | number)[][];
  pictures?: Picture[];
  /** Colours of the pictures: the one chosen, and how to choose another. */
  themes?: { chosen: string; choose(theme: string): void };
  /** HTML that shows the view on another page. */
  embed?: string;
};

const themeNames = { light: 'Light', dark: 'Dark', print: 'For print' };

/** Takes the view away: as a file, as what it was made from, or as code. */
export function Download({ name, query, variables, json, rows, pictures = [], themes, embed }: Props) {
  const [said, setSaid] = useState('');
  const say = (doing: Promise<unknown>, done: string) =>
    void doing.then(
      () => setSaid(done),
      error => setSaid(error instanceof Error ? error.message : String(error)),
    );
  const file = (extension: string, make: () => Promise<Blob> | Blob) => say(Promise.resolve(make()).then(blob => save(`${name}.${extension}`, blob)), `${name}.${extension} saved`);
  return (
    <>
      <MenuProvider values={{ theme: themes?.chosen ?? '' }} setValues={values => themes?.choose(String(values.theme))}>
        <MenuButton className="button">Take away</MenuButton>
        <Menu className="menu" gutter={6}>
          {themes && (
            <MenuGroup className="menu-themes">
              <MenuGroupLabel className="small muted">Colours</MenuGroupLabel>
              {Object.entries(themeNames).map(([theme, label]) => (
                <MenuItemRadio key={theme} name="theme" value={theme} hideOnClick={false}>
                  {label}
                </MenuItemRadio>
              ))}
            </MenuGroup>
          )}
          {pictures.map(({ label, extension, make }) => (
            <MenuItem key={label} onClick={() => file(extension, make)}>
              {label}
            </MenuItem>
          ))}
          {rows && <MenuItem onClick={() => file('csv', () => new Blob([csv(rows())], { type: 'text/csv' }))}>Table (CSV)</MenuItem>}
          <MenuItem onClick={() => file('json', () => new Blob([JSON.stringify(json(), null, 2)], { type: 'application/json' }))}>Data (JSON)</MenuItem>
          <MenuItem onClick={() => file('graphql', () => new Blob([query], { type: 'application/graphql' }))}>Query (GraphQL)</MenuItem>
          <MenuItem
            render={<a href={playgroundHref(query, variables)} />}
          >
            Open in the playground
          </MenuItem>
          <MenuItem onClick={() => say(copy(curl(query, variables)), 'curl command copied')}>Copy as curl</MenuItem>
          {embed && <MenuItem onClick={() => say(copy(embed), currentToken() === null ? 'Embed code copied' : 'Embed code copied. Pages can show it only where reading needs no token.')}>
              Copy embed code
            </MenuItem>}
        </Menu>
      </MenuProvider>
      <span role="status" className="note muted">
        {said}
      </span>
    </>
  );
}

export function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula begins with an
 * apostrophe: names come from documents.
 */
export function csv(rows: (string | number)[][]): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map(row => row.map(cell).join(',') + '\r\n').join('');
}

function curl(query: string, variables: object): string {
  const body = JSON.stringify({ query, variables }).replaceAll("'", String.raw`'\''`);
  // The token itself must not end up in a shell's history.
  const token = currentToken() === null ? '' : ' -H "Authorization: Bearer $MISSIONGRAPH_TOKEN"';
  return `curl -s '${location.origin}/graphql' -H 'Content-Type: application/json'${token} --data-raw '${body}'`;
}
