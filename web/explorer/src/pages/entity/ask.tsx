import type { Ref } from '../../api/types';
import alikeQuery from '../../queries/ask-alike.graphql?raw';
import aroundQuery from '../../queries/ask-around.graphql?raw';
import saidQuery from '../../queries/ask-said.graphql?raw';
import { href } from '../../router';
import { short } from '../../ui/format';
import { pages } from '../../ui/frame';
import { Link } from '../../ui/link';
import { playgroundHref } from '../../ui/playground';

/** Where training material is made, when this explorer has that page. */
const training = pages.find(page => page.path === '/training')?.path;

/** What can be asked about an entity next: on other pages, in the playground, of a learner. */
export function Ask({ entity }: { entity: Ref }) {
  const name = short(entity.name);
  const ready = [
    { text: `What is said of ${name}, with every quote?`, query: saidQuery },
    { text: `Who and what is within two steps of ${name}?`, query: aroundQuery },
    { text: `What is most like ${name}?`, query: alikeQuery },
  ];
  return (
    <div className="ask">
      <section aria-labelledby="ask-next">
        <h2 id="ask-next">Ask next</h2>
        <ul>
          <li>
            <Link href={href('/d', { roots: entity.id, depth: 2 })}>What lies two steps from {name}?</Link>
          </li>
          <li>
            <Link href={href('/path', { from: entity.id })}>How is {name} connected to another?</Link>
          </li>
          <li>
            <Link href={href('/', { q: `"${entity.name.replaceAll('"', ' ')}"` })}>Where else do the sources use these words?</Link>
          </li>
        </ul>
      </section>
      <section aria-labelledby="ask-queries">
        <h2 id="ask-queries">As GraphQL</h2>
        <ul>
          {ready.map(({ text, query }) => (
            <li key={text}>
              <a href={playgroundHref(query, { id: entity.id })}>{text}</a>
            </li>
          ))}
        </ul>
      </section>
      {training && (
        <section aria-labelledby="ask-learn">
          <h2 id="ask-learn">Learn</h2>
          <ul>
            <li>
              <Link href={href(training, { scope: entity.id })}>Fact sheet, questions and flashcards about {name}</Link>
            </li>
          </ul>
        </section>
      )}
    </div>
  );
}
