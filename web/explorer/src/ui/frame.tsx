import { useEffect, useRef, type ReactNode } from 'react';
import { signOut, useAccess } from '../api/access';
import { readSeen } from '../api/lens';
import { showNewest, useRevision } from '../api/revision';
import { forgetNewest } from '../api/use-query';
import icon from '../icon.svg';
import { href, usePlace, withParams } from '../router';
import { date } from './format';
import { Keys } from './keys';
import { LensFacet } from './lens-facet';
import { Link } from './link';
import { Search } from './search';
import { Time } from './time';
import { chooseTheme, useTheme } from './theme';

/** The pages that the bar leads to. */
export const pages = [
  { path: '/d', name: 'Diagram' },
  { path: '/path', name: 'Paths' },
  { path: '/matrix', name: 'Matrix' },
  { path: '/compare', name: 'Compare' },
  { path: '/training', name: 'Training' },
];

/** The bar above every page, and what there is to say about the revision read. */
export function Top() {
  const { path } = usePlace();
  const theme = useTheme();
  const { signedIn } = useAccess();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <header className="top">
        <Link className="wordmark" href={href('/')} aria-current={path === '/' ? 'page' : undefined}>
          <img src={icon} alt="" />
          missiongraph
        </Link>
        <nav aria-label="Pages">
          {pages.map(page => (
            <Link key={page.path} href={href(page.path)} aria-current={path === page.path ? 'page' : undefined}>
              {page.name}
            </Link>
          ))}
          <a href="/playground">Playground</a>
        </nav>
        {signedIn && (
          <button type="button" className="button plain" onClick={signOut}>
            Sign out
          </button>
        )}
        <Keys />
        <button type="button" className="icon-button" aria-label={`Use the ${other} theme`} onClick={() => chooseTheme(other)}>
          <svg viewBox="0 0 18 18" aria-hidden="true">
            {theme === 'dark' ? (
              <path d="M9 5.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM9 1v1.5M9 15.5V17M1 9h1.5M15.5 9H17M3.3 3.3l1 1M13.7 13.7l1 1M3.3 14.7l1-1M13.7 4.3l1-1" />
            ) : (
              <path d="M15 10.5A6.5 6.5 0 0 1 7.5 3 6.5 6.5 0 1 0 15 10.5z" />
            )}
          </svg>
        </button>
      </header>
      <Past />
      <News />
    </>
  );
}

/** Says what the address leaves out of the graph, and leads to all of it. */
function Past() {
  const { params } = usePlace();
  const at = params.get('at');
  const { validAt, readings, deprecated } = readSeen(params);
  const said = [
    at && `The graph as it was at revision ${at}.`,
    validAt && `Facts that hold on ${date(validAt)}.`,
    readings && `Read as ${readings.join(', ')}.`,
    deprecated && 'Deprecated facts are shown, too.',
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <div className="banner" role="status">
      <span>{said.join(' ')}</span>
      <Link href={withParams({ at: null, validAt: null, readings: null, deprecated: null })}>{at ? 'Read the newest' : 'Read it as usual'}</Link>
      {at && <Link href={href('/compare', { from: at, at: null })}>What changed since</Link>}
    </div>
  );
}

/** Says that there is a newer revision than the one shown; nothing moves until asked. */
function News() {
  const { shown, newest } = useRevision();
  const { params } = usePlace();
  const news = shown !== null && newest !== null && newest > shown && !params.get('at');
  return (
    <div role="status" aria-live="polite">
      {news && (
        <div className="banner" data-news>
          <span>Revision {newest} is available.</span>
          <button type="button" className="button" onClick={update}>
            Update this page
          </button>
          <Link href={href('/compare', { from: shown, to: newest })}>What changed</Link>
        </div>
      )}
    </div>
  );
}

function update(): void {
  forgetNewest();
  showNewest();
}

type FrameProps = {
  title: string;
  facets?: string;
  side?: ReactNode;
  /** Whether the page is about one revision, seen through the address's lens. */
  lens?: boolean;
  panel?: ReactNode;
  children: ReactNode;
};

/** Search and facets at the left, the view in the middle, the reading panel at the right. */
export function Frame({ title, facets = 'On this page', side, lens = true, panel, children }: FrameProps) {
  return (
    <div className={panel ? 'frame with-panel' : 'frame'}>
      <section className="side" aria-label="Search and filters">
        <div className="sticky">
          <Search main textSearch label="Search" placeholder="Search" />
          <details className="facets-narrow" open={matchMedia('(min-width: 1200px)').matches}>
            <summary className="button">{facets}</summary>
            <div className="facets">
              {side}
              {lens && (
                <>
                  <LensFacet />
                  <Time />
                </>
              )}
            </div>
          </details>
        </div>
      </section>
      <Main title={title} className="view">
        {children}
      </Main>
      {panel}
    </div>
  );
}

/** The page itself. Its title is the document's; a new page has the focus. */
export function Main({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { path } = usePlace();
  const first = useRef(true);
  useEffect(() => {
    document.title = title === '' ? 'missiongraph' : `${title} – missiongraph`;
  }, [title]);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (!document.querySelector('[autofocus], :focus:not(body)')) main.current?.focus();
  }, [path]);
  return (
    <main ref={main} tabIndex={-1} id="main" className={className} style={{ outline: 'none' }}>
      {children}
    </main>
  );
}
