import { Fragment } from 'react';
import { words } from '../../api/ontology';
import type { Ref } from '../../api/types';
import { entityHref, withParams } from '../../router';
import { Copy } from '../../ui/copy';
import { counted } from '../../ui/format';
import { Grade, gradeWord } from '../../ui/grade';
import { KindMark } from '../../ui/kind-mark';
import { Link } from '../../ui/link';
import { Sentence } from '../../ui/sentence';
import { cited } from '../entity/citation';
import type { Path } from './index';

type Props = { path: Path; start: Ref | null; number: number; avoid: string[]; table: boolean };

/** A path: sentences, one a line, then a picture of it. */
export function PathText({ path, start, number, avoid, table }: Props) {
  const ends = path.entities;
  return (
    <section className="path" aria-label={`Path ${number}`}>
      <h2>
        {counted(path.length, 'step')}
        {path.weakestGrade && <span className="muted note weakest">weakest step: {gradeWord(path.weakestGrade)}</span>}
        <Copy className="button plain copy-path" text={() => path.steps.map(step => cited(step.sentence, step.relation.evidence)).join('\n')}>
          Copy with citations
        </Copy>
      </h2>
      <ol className="path-steps">
        {path.steps.map((step, i) => (
          <li key={i}>
            <span>
              <Sentence text={step.sentence} ends={[ends[i]!, ends[i + 1]!]} />
            </span>
            <span className="small muted row">
              <Grade grade={step.relation.grade} />
              <Link href={entityHref(ends[i]!.id, { fact: step.relation.id })}>
                Show the quote<span className="visually-hidden"> for “{step.sentence}”</span>
              </Link>
            </span>
          </li>
        ))}
      </ol>
      {!table && (
        <figure className="chain" aria-label={path.sentence}>
          {start && <Stop entity={start} />}
          {path.steps.map((step, i) => (
            <Fragment key={i}>
              <span className={`hop grade-${step.relation.grade.toLowerCase()}`}>
                <span className="hop-label">{words(step.relation.type)}</span>
                <svg viewBox="0 0 64 10" aria-hidden="true">
                  <path className="hop-line" d="M2 5H62" />
                  <path className="hop-head" d={step.direction === 'OUT' ? 'M55 1l7 4-7 4' : 'M9 1 2 5l7 4'} />
                </svg>
              </span>
              <Stop entity={step.entity} />
            </Fragment>
          ))}
        </figure>
      )}
      {path.entities.length > 2 && (
        <p className="small muted row">
          Another way, without
          {path.entities.slice(1, -1).map(entity => (
            <Link key={entity.id} href={withParams({ avoid: [...avoid, entity.id] })}>
              {entity.name}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

function Stop({ entity }: { entity: Ref }) {
  return (
    <Link className="stop" href={entityHref(entity.id)}>
      <KindMark kind={entity.kind} />
      {entity.name}
    </Link>
  );
}
