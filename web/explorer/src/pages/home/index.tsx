import './home.css';
import { useLens } from '../../api/lens';
import { useQuery } from '../../api/use-query';
import homeQuery from '../../queries/home.graphql?raw';
import { sourceHref, usePlace } from '../../router';
import { counted, date } from '../../ui/format';
import { Main } from '../../ui/frame';
import { Link } from '../../ui/link';
import { Search } from '../../ui/search';
import { Empty, Failed, Loading } from '../../ui/states';
import { Columns } from './columns';
import { questions } from './questions';
import { Results } from './results';
import type { Home } from './types';

export function HomePage() {
  const lens = useLens();
  const { params } = usePlace();
  const text = params.get('q') ?? '';
  const { data, error, loading, retry } = useQuery<{ view: Home }>(homeQuery, { lens });
  const home = data?.view;
  return (
    <Main title={text} className="home">
      <h1 className="visually-hidden">missiongraph</h1>
      <p className="home-line">{home ? <Line home={home} /> : ' '}</p>
      <Search main large textSearch autoFocus={text === ''} initial={text} label="Search" placeholder="A name or an acronym" />
      {text !== '' && <Results text={text} />}
      {error && <Failed error={error} retry={retry} />}
      {!home && loading && <Loading what="the graph" />}
      {home && text === '' && (
        <>
          <section aria-labelledby="questions" className="questions">
            <h2 id="questions" className="visually-hidden">
              Questions
            </h2>
            <ul>
              {questions(home).map(question => (
                <li key={question.href}>
                  <Link href={question.href}>{question.text}</Link>
                </li>
              ))}
            </ul>
          </section>
          {home.stats.entities === 0 ? (
            <Empty title="The graph is empty">
              <p>
                Load the seed with <code>missiongraph seed</code>, or read a later revision.
              </p>
            </Empty>
          ) : (
            <Columns home={home} />
          )}
        </>
      )}
    </Main>
  );
}

/** One line about the graph, from the graph. */
function Line({ home }: { home: Home }) {
  const { stats, revision } = home;
  const source = [...home.sources.nodes].sort((a, b) => b.coverage.used - a.coverage.used)[0];
  return (
    <>
      {source && (
        <>
          <Link href={sourceHref(source.id)}>{source.title}</Link>, {source.publisher}:{' '}
        </>
      )}
      {counted(stats.entities, 'entity', 'entities')}, {counted(stats.relations + stats.attributes, 'fact')}
      {source?.reviewedOn && `, page reviewed ${date(source.reviewedOn)}`}, revision {revision.revision}
    </>
  );
}
