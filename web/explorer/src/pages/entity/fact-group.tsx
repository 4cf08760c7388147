import type { Fact } from '../../api/types';
import { withParams } from '../../router';
import { Grade } from '../../ui/grade';
import { Link } from '../../ui/link';
import { Sentence } from '../../ui/sentence';
import { sentenceFrom, type Group } from './group';

export function FactGroup({ group, entity, chosen }: { group: Group; entity: string; chosen: string | null }) {
  return (
    <section className="fact-group" aria-labelledby={group.key}>
      <h2 id={group.key}>{group.title}</h2>
      <ul>
        {group.facts.map(fact => (
          <FactLine key={fact.id} fact={fact} entity={entity} chosen={fact.id === chosen} />
        ))}
      </ul>
    </section>
  );
}

/** A fact as a sentence; beside it, how well it is known and where it stands. */
function FactLine({ fact, entity, chosen }: { fact: Fact; entity: string; chosen: boolean }) {
  const ends = fact.__typename === 'Relation' ? [fact.subject, fact.object].filter(end => end.id !== entity) : [];
  const first = fact.evidence[0];
  return (
    <li className={chosen ? 'fact chosen' : 'fact'} data-fact={fact.id}>
      <p>
        <Sentence text={sentenceFrom(fact, entity)} ends={ends} />
        {fact.qualifiers.map(({ name, value }) => (
          <span key={name} className="qualifier">
            {name}: {value}
          </span>
        ))}
      </p>
      <p className="fact-source small">
        <Grade grade={fact.grade} />
        {first ? (
          <Link id={`fact-${fact.id}`} href={withParams({ fact: fact.id, names: null })} aria-current={chosen || undefined}>
            {first.source.title}, line {first.line}
            <span className="visually-hidden">: show the quote for “{fact.sentence}”</span>
          </Link>
        ) : (
          <span>no source quoted</span>
        )}
        {fact.evidence.length > 1 && <span>and {fact.evidence.length - 1} more</span>}
        {fact.reading && <span>reading {fact.reading}</span>}
        {fact.rank === 'DEPRECATED' && <span>deprecated{fact.reason && `: ${fact.reason}`}</span>}
      </p>
    </li>
  );
}
