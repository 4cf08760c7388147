import './quiz.css';
import { useEffect, useRef } from 'react';
import { useLens } from '../../../api/lens';
import { useQuery } from '../../../api/use-query';
import namesQuery from '../../../queries/training-names.graphql?raw';
import { navigate, withParams } from '../../../router';
import { counted } from '../../../ui/format';
import { maxSeed, type Request } from '../request';
import { uncited } from '../cite';
import type { Question } from '../types';
import { Ask } from './ask';
import { Score } from './score';
import { answered, begin, beginNext, finished, next, results, takeBegun, useRun } from './run';
import { Told } from './told';

type Props = { id: string; questions: Question[]; request: Request; title: string };

/** A quiz, one question at a time. Answers are checked here, in the page. */
export function Quiz({ id, questions, request, title }: Props) {
  const [run, set] = useRun(id);
  const names = useNames(questions);
  const all = questions.map((_, i) => i);
  // Set where the reader's own doing shows something else: the focus then follows.
  const moved = useRef(false);
  const move = (then: () => void) => {
    moved.current = true;
    then();
  };
  const close = () => new URLSearchParams(location.search).has('cite') && navigate(withParams(uncited), { replace: true });
  useEffect(() => {
    if (takeBegun() && !run) move(() => set(begin(all)));
    // Once, when it is shown.
  }, []);
  const start = (asked: number[]) => move(() => set(begin(asked)));

  if (!run || run.asked.some(place => place >= questions.length)) return <Start count={questions.length} title={title} onStart={() => start(all)} />;
  const told = results(run, questions);
  const last = run.telling ? told.at(-1)! : null;
  const right = told.filter(one => one.right).length;
  const verdict = last === null ? '' : `${last.right ? 'Right' : last.given === null ? 'No answer' : 'Not right'}. ${right} of ${told.length} right so far.`;
  const at = run.telling ? told.length - 1 : told.length;

  return (
    <section className="quiz" aria-label="Quiz">
      {finished(run) ? (
        <Score
          told={told}
          moved={moved}
          onAgain={() => start(run.asked)}
          onWrong={() => start(told.filter(one => !one.right).map(one => one.place))}
          onOther={() => {
            beginNext();
            navigate(withParams({ seed: request.seed >= maxSeed ? 1 : request.seed + 1, ...uncited }));
          }}
        />
      ) : (
        <>
          <Progress at={at} told={told} count={run.asked.length} />
          {last === null ? (
            <Ask
              key={at}
              question={questions[run.asked[at]!]!}
              number={at + 1}
              count={run.asked.length}
              moved={moved}
              onAnswer={given => move(() => set(answered(run, given)))}
            />
          ) : (
            <Told
              key={at}
              question={last.question}
              given={last.given}
              right={last.right}
              number={at + 1}
              count={run.asked.length}
              names={names}
              moved={moved}
              onNext={() => {
                close();
                move(() => set(next(run)));
              }}
            />
          )}
        </>
      )}
      <p role="status" className="visually-hidden">
        {verdict}
      </p>
    </section>
  );
}

/** So many names are asked for at once, before the quiz: while it is played, nothing is sent. */
const mostNames = 500;

/** The names of what the questions say to be false. */
function useNames(questions: Question[]): Map<string, string> {
  const lens = useLens();
  const ids = [...new Set(questions.flatMap(({ receipt }) => receipt.denials.flatMap(denial => [denial.subject, denial.object])))].slice(0, mostNames);
  const { data } = useQuery<{ view: { nodes: ({ id: string; name: string } | null)[] } }>(namesQuery, ids.length > 0 ? { ids, lens } : null);
  return new Map(data?.view.nodes.flatMap(node => (node ? [[node.id, node.name] as const] : [])));
}

function Start({ count, title, onStart }: { count: number; title: string; onStart: () => void }) {
  return (
    <section className="quiz quiz-start" aria-labelledby="quiz-start">
      <h2 id="quiz-start">
        {counted(count, 'question')} about {title}
      </h2>
      <p>One at a time. After each, the answer and the words of the source that say so.</p>
      <p className="note muted">Answers are checked in this page: nothing is stored, nothing is sent.</p>
      <p>
        <button type="button" className="button primary big" onClick={onStart}>
          Start the quiz
        </button>
      </p>
    </section>
  );
}

/** A dot a question, with what became of it; in words for those who hear it. */
function Progress({ at, told, count }: { at: number; told: { right: boolean }[]; count: number }) {
  return (
    <div className="progress">
      <p className="note muted">
        Question {at + 1} of {count}
      </p>
      {count <= 40 && (
        <ol aria-hidden="true">
          {Array.from({ length: count }, (_, i) => (
            <li key={i} className={i === at && told.length <= at ? 'now' : told[i] ? (told[i].right ? 'right' : 'wrong') : undefined} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** Gives the focus to what follows the reader's own doing, and only then. */
export function useFollow<T extends HTMLElement>(moved: { current: boolean }, find: (box: T) => HTMLElement | null | undefined) {
  const box = useRef<T>(null);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    if (!box.current) return;
    // On a phone what is read first is brought to the top; else it is in view.
    const narrow = matchMedia('(max-width: 640px)').matches;
    find(box.current)?.focus({ preventScroll: narrow });
    if (narrow) box.current.scrollIntoView({ block: 'start' });
    // Once, when it is shown.
  }, []);
  return box;
}
