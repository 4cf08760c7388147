import { useId, type ReactNode } from 'react';
import { Grade } from '../../../ui/grade';
import { Explanation, Tick } from '../questions';
import { Stem } from '../stem';
import type { Question } from '../types';
import { useFollow } from './index';
import { inWords, type Given } from './judge';

type Props = {
  question: Question;
  given: Given;
  right: boolean;
  number: number;
  count: number;
  /** Of entities, by id. */
  names: Map<string, string>;
  moved: { current: boolean };
  onNext: () => void;
};

/** What became of an answer: the verdict, the key, the words of the source. */
export function Told({ question, given, right, number, count, names, moved, onNext }: Props) {
  const why = useId();
  const box = useFollow<HTMLElement>(moved, told => told.querySelector<HTMLElement>('[data-next]'));
  return (
    <section ref={box} className="told" aria-labelledby={`${why}-verdict`}>
      <p className="told-stem">
        <Stem text={question.stem} />
      </p>
      <h2 id={`${why}-verdict`} className={right ? 'verdict right' : 'verdict wrong'}>
        {right ? <Tick /> : <Cross />} {right ? 'Right' : given === null ? 'This is the answer' : 'Not right'}
      </h2>
      <div id={why}>
        <Key question={question} given={given} right={right} names={names} />
        <div className="because">
          <Explanation question={question} />
          <p className="small muted">
            <Grade grade={question.grade} />
          </p>
        </div>
      </div>
      <p>
        <button type="button" className="button primary big" data-next onClick={onNext} aria-describedby={why}>
          {number === count ? 'See the score' : 'Next question'}
        </button>
      </p>
    </section>
  );
}

export function Cross() {
  return (
    <span className="cross">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="m4 4 8 8M12 4l-8 8" />
      </svg>
    </span>
  );
}

/** The key, in the form of the question. */
function Key({ question, given, right, names }: { question: Question; given: Given; right: boolean; names: Map<string, string> }): ReactNode {
  switch (question.form) {
    case 'FILL_IN':
      return (
        <>
          {given !== null && !right && <p className="note">You wrote “{inWords(question, given)}”.</p>}
          <p>
            <b>{question.accepted[0]}</b>
            {question.accepted.length > 1 && <span className="muted note">; also {question.accepted.slice(1).join(', ')}</span>}
          </p>
        </>
      );
    case 'MATCHING':
      return (
        <ul className="told-list">
          {question.pairs.map((pair, i) => {
            const chosen = given && 'matches' in given ? given.matches[i] : undefined;
            const wrong = chosen !== undefined && chosen !== pair.answer;
            return (
              <li key={i} className={wrong ? 'wrong' : 'right'}>
                {wrong ? <Cross /> : <Tick />}
                <span>
                  <Stem text={pair.prompt} /> <b>{pair.answer}</b>
                  {wrong && <span className="why">You chose {chosen}.</span>}
                </span>
              </li>
            );
          })}
        </ul>
      );
    case 'ORDERING':
      return (
        <ol className="told-list">
          {question.order.map((at, place) => {
            const chosen = given && 'options' in given ? given.options[place] : undefined;
            const wrong = chosen !== undefined && chosen !== at;
            return (
              <li key={at} className={wrong ? 'wrong' : 'right'}>
                {wrong ? <Cross /> : <Tick />}
                <span>
                  {place + 1}. <b>{question.options[at]?.text}</b>
                  {wrong && <span className="why">You had {question.options[chosen]?.text} here.</span>}
                </span>
              </li>
            );
          })}
        </ol>
      );
    default:
      return (
        <ul className="told-list">
          {question.options.map((option, i) => {
            const chosen = given !== null && 'options' in given && given.options.includes(i);
            const because = option.correct ? null : question.form === 'TRUE_FALSE' ? null : denied(question, names, option.entity);
            return (
              <li key={i} className={option.correct ? 'right' : chosen ? 'wrong' : undefined}>
                {option.correct ? <Tick /> : chosen ? <Cross /> : <span className="no-mark" />}
                <span>
                  {option.text}
                  {chosen && <span className="yours">your answer</span>}
                  {because && <span className="why">{because}</span>}
                </span>
              </li>
            );
          })}
          {question.form === 'TRUE_FALSE' && question.receipt.denials.length > 0 && <li className="why-false">{denied(question, names, question.receipt.denials[0]!.object, true)}</li>}
        </ul>
      );
  }
}

/** Says why a wrong answer is wrong, where the receipt proves it: nothing joins the two. */
function denied({ receipt }: Question, names: Map<string, string>, entity: string | null, both = false): string | null {
  const denial = receipt.denials.find(one => one.object === entity);
  if (!denial) return null;
  const subject = names.get(denial.subject) ?? denial.subject;
  return both ? `No fact of any grade joins ${subject} with ${names.get(denial.object) ?? denial.object}.` : `No fact of any grade joins it with ${subject}.`;
}
