import { Fragment, type ReactNode } from 'react';
import { entityHref } from '../router';
import { Link } from './link';

type End = { id: string; name: string };

/** A fact's sentence with its entities as links. Names are text, whatever they hold. */
export function Sentence({ text, ends, stop = true }: { text: string; ends: End[]; stop?: boolean }) {
  return (
    <>
      {linked(text, [...ends].sort((a, b) => b.name.length - a.name.length))}
      {stop && !/[.?!]$/.test(text) && '.'}
    </>
  );
}

function linked(text: string, ends: End[]): ReactNode {
  const [end, ...others] = ends;
  if (!end) return text;
  const at = end.name === '' ? -1 : text.indexOf(end.name);
  if (at < 0) return linked(text, others);
  return (
    <Fragment>
      {linked(text.slice(0, at), others)}
      <Link href={entityHref(end.id)}>{end.name}</Link>
      {linked(text.slice(at + end.name.length), others)}
    </Fragment>
  );
}
