import { Fragment } from 'react';
import glossaryQuery from '../../queries/training-glossary.graphql?raw';
import { entityHref } from '../../router';
import { gradeWord } from '../../ui/grade';
import { Link } from '../../ui/link';
import { Empty } from '../../ui/states';
import { Cite, place } from './cite';
import { oneLine } from './notes';
import { Part, Some } from './part';
import type { Term } from './types';

export function Glossary({ scope }: { scope: object }) {
  return (
    <Part<{ glossary: Term[] }> query={glossaryQuery} variables={{ scope }} what="the glossary">
      {({ glossary }) =>
        glossary.length === 0 ? (
          <Empty title="No source names these">
            <p>A term is defined by the sentence that names it; there is none.</p>
          </Empty>
        ) : (
          <Some list={glossary} many="terms">
            {shown => (
              <dl className="terms">
                {shown.map(term => (
                  <TermOf key={term.entity} term={term} />
                ))}
              </dl>
            )}
          </Some>
        )
      }
    </Part>
  );
}

function TermOf({ term }: { term: Term }) {
  return (
    <div className="term">
      <dt>
        <Link href={entityHref(term.entity)}>{term.term}</Link> <span className="muted note">{term.kind}</span>
      </dt>
      {term.aliases.length > 0 && (
        <dd className="note">
          Also{' '}
          {term.aliases.map((alias, i) => (
            <Fragment key={alias.text}>
              {i > 0 && ', '}
              <b>{alias.text}</b>
              {alias.citations[0] ? (
                <>
                  {' ('}
                  <Cite citation={alias.citations[0]} label={`Where it is called ${alias.text}: ${place(alias.citations[0])}`}>
                    line {alias.citations[0].line}
                  </Cite>
                  )
                </>
              ) : (
                <span className="muted"> ({gradeWord(alias.grade)})</span>
              )}
            </Fragment>
          ))}
        </dd>
      )}
      <dd>
        <q>{oneLine(term.definition)}</q>{' '}
        <span className="small">
          <Cite citation={term.citation} />
        </span>
      </dd>
    </div>
  );
}
