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
        {right ? <Tick said="" /> : <Cross />} {right ? 'Right' : given === null ? 'This is the answer' : 'Not right'}
      </h2>
      <div id={why}>
        <Key question={question} given={given} right={right} />
        {whyWrong(question, names).map(line => (
          <p key={line} className="why-wrong note muted">
            {line}
          </p>
        ))}
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

function Cross({ said = '' }: { said?: string }) {
  return (
    <span className="cross">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="m4 4 8 8M12 4l-8 8" />
      </svg>
      {said !== '' && <span className="visually-hidden">{said}</span>}
    </span>
  );
}

/** The key, in the form of the question. */
function Key({ question, given, right }: { question: Question; given: Given; right: boolean }): ReactNode {
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
                {wrong ? <Cross said="Wrong: " /> : <Tick said="Right: " />}
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
                {wrong ? <Cross said="Wrong: " /> : <Tick said="Right: " />}
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
            return (
              <li key={i} className={option.correct ? 'right' : chosen ? 'wrong' : undefined}>
                {option.correct ? <Tick said="Right: " /> : chosen ? <Cross said="Wrong: " /> : <span className="no-mark" />}
                <span>
                  {option.text}
                  {chosen && (
                    <>
                      {' '}
                      <span className="yours">your answer</span>
                    </>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      );
  }
}

/**
 * Says why wrong answers are wrong, where the receipt proves it: nothing joins
 * them with what the question is about. One line for each of those.
 */
function whyWrong({ form, options, receipt }: Question, names: Map<string, string>): string[] {
  const nameOf = (id: string) => `“${names.get(id) ?? id}”`;
  const wrong = options.filter(option => !option.correct);
  return [...new Set(receipt.denials.map(denial => denial.subject))].flatMap(subject => {
    const objects = new Set(receipt.denials.filter(denial => denial.subject === subject).map(denial => denial.object));
    if (form === 'TRUE_FALSE') return `No fact of any grade joins ${nameOf(subject)} with ${[...objects].map(nameOf).join(', ')}.`;
    const denied = wrong.filter(option => option.entity !== null && objects.has(option.entity));
    if (denied.length === 0) return [];
    const which = denied.length === wrong.length ? (wrong.length === 1 ? 'the other' : 'the others') : new Intl.ListFormat('en').format(denied.map(option => `“${option.text}”`));
    return `No fact of any grade joins ${which} with ${nameOf(subject)}.`;
  });
}
