import { useState, type ReactNode } from 'react';
import { useLens } from '../../api/lens';
import { useQuery } from '../../api/use-query';
import questionsQuery from '../../queries/training-questions.graphql?raw';
import { withParams } from '../../router';
import { counted, number } from '../../ui/format';
import { Grade } from '../../ui/grade';
import { Link } from '../../ui/link';
import { Empty, Failed, Loading } from '../../ui/states';
import { Cite } from './cite';
import { oneLine } from './notes';
import { Some } from './part';
import type { Request } from './request';
import { Stem } from './stem';
import { formName, type Question } from './types';

type Answer = { view: { training: { questions: Question[] } } };
type Props = {
  scope: object;
  request: Request;
  /** Fewer than were asked for will do, but for none. */
  fewer?: boolean;
  children: (questions: Question[]) => ReactNode;
};

/** Draws questions, and says so where the scope carries fewer than were asked for. */
export function Drawn({ scope, request, fewer, children }: Props) {
  const lens = useLens();
  const variables = { scope, first: request.questions, seed: request.seed, forms: request.forms, fewer: true, lens };
  const { data, error, loading, retry } = useQuery<Answer>(questionsQuery, variables);
  if (error) return <Failed error={error} retry={retry} />;
  if (!data || loading) return <Loading what="the questions" />;
  const { questions } = data.view.training;
  return (
    <>
      {questions.length < (fewer ? 1 : request.questions) && <TooFew variables={{ ...variables, fewer: false }} found={questions.length} asked={request.questions} />}
      {questions.length > 0 && children(questions)}
    </>
  );
}

/** How many questions the scope carries, and why not more: the server's words. */
function TooFew({ variables, found, asked }: { variables: object; found: number; asked: number }) {
  const { error } = useQuery<Answer>(questionsQuery, variables);
  const why = /:\s*(.+)$/.exec(error?.message ?? '')?.[1];
  if (found === 0) {
    return (
      <Empty title="No question can be asked about this">
        <p>{why ? `${why.charAt(0).toUpperCase()}${why.slice(1)}.` : 'Every question needs wrong answers that are proven wrong.'}</p>
        <p>Choose a wider scope, more forms, or a weaker grade.</p>
      </Empty>
    );
  }
  return (
    <details className="too-few note no-print">
      <summary>
        {counted(found, 'question')} of {number(asked)}: the scope carries no more.
      </summary>
      <p className="muted">{why ? `${why.charAt(0).toUpperCase()}${why.slice(1)}.` : 'Every question needs wrong answers that are proven wrong.'}</p>
      <p>
        <Link className="button" href={withParams({ questions: found })}>
          Ask {found}
        </Link>
      </p>
    </details>
  );
}

/** Questions with their keys, to read before they are put to anybody. */
export function Questions({ questions }: { questions: Question[] }) {
  const [keys, setKeys] = useState(true);
  return (
    <>
      <p className="row no-print">
        <label className="check">
          <input type="checkbox" checked={keys} onChange={event => setKeys(event.target.checked)} /> Show the answers
        </label>
      </p>
      <Some list={questions} many="questions">
        {shown => (
          <ol className="asked">
            {shown.map((question, i) => (
              <li key={question.id}>
                <QuestionOf question={question} number={i + 1} keys={keys} />
              </li>
            ))}
          </ol>
        )}
      </Some>
    </>
  );
}

function QuestionOf({ question, number: n, keys }: { question: Question; number: number; keys: boolean }) {
  return (
    <section aria-labelledby={`${question.id}-stem`}>
      <p className="small muted asked-about">
        <b>{n}</b> {formName[question.form]}, {question.difficulty.toLowerCase()} <Grade grade={question.grade} />
      </p>
      <h2 id={`${question.id}-stem`} className="asked-stem">
        <Stem text={question.stem} />
      </h2>
      {question.options.length > 0 && (
        <ul className="asked-options">
          {question.options.map((option, i) => (
            <li key={i} className={keys && option.correct ? 'right' : undefined}>
              {option.text}
              {keys && option.correct && <Tick />}
            </li>
          ))}
        </ul>
      )}
      {question.pairs.length > 0 && (
        <ul className="asked-options">
          {question.pairs.map((pair, i) => (
            <li key={i}>
              <Stem text={pair.prompt} />
            </li>
          ))}
        </ul>
      )}
      {keys && (
        <div className="asked-key note">
          {!question.options.some(option => option.correct) && (
            <p>
              <b>Answer:</b> <Stem text={question.key} />
            </p>
          )}
          <Explanation question={question} />
        </div>
      )}
    </section>
  );
}

/** The quotes that say so. */
export function Explanation({ question }: { question: Question }) {
  return (
    <>
      {question.explanation.map((citation, i) => (
        <p key={i} className="explanation">
          <mark>{oneLine(citation.quote)}</mark> <Cite citation={citation} />
        </p>
      ))}
    </>
  );
}

export function Tick({ said = ', right' }: { said?: string }) {
  return (
    <span className="tick">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="m3 8.5 3.5 3.5L13 4.5" />
      </svg>
      {said !== '' && <span className="visually-hidden">{said}</span>}
    </span>
  );
}
