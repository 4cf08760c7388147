import { useId, useState, type ReactNode } from 'react';
import { Stem } from '../stem';
import type { Question } from '../types';
import { useFollow } from './index';
import { matchWords, type Given } from './judge';
import { Order } from './order';

type Props = { question: Question; number: number; count: number; moved: { current: boolean }; onAnswer: (given: Given) => void };

/** A question to be answered, as a form. */
export function Ask({ question, number, count, moved, onAnswer }: Props) {
  const [given, setGiven] = useState<Given>(() => (question.form === 'ORDERING' ? { options: question.options.map((_, i) => i) } : null));
  const [missing, setMissing] = useState(false);
  const box = useFollow<HTMLFormElement>(moved, form => form.querySelector<HTMLElement>('input, select, .order button'));
  const note = useId();
  const set = (next: Given) => {
    setGiven(next);
    setMissing(false);
  };
  return (
    <form
      ref={box}
      className="ask"
      onSubmit={event => {
        event.preventDefault();
        if (complete(question, given)) onAnswer(given);
        else {
          setMissing(true);
          box.current?.querySelector<HTMLElement>('input, select')?.focus();
        }
      }}
    >
      <fieldset aria-describedby={missing ? note : undefined}>
        <legend>
          <span className="visually-hidden">
            Question {number} of {count}:{' '}
          </span>
          <Stem text={question.stem} />
        </legend>
        {controls(question, given, set)}
      </fieldset>
      <p id={note} role="alert" className="note missing">
        {missing && (question.form === 'MATCHING' ? 'Choose one for each sentence.' : question.form === 'FILL_IN' ? 'Write something into the blank.' : 'Choose an answer.')}
      </p>
      <div className="row">
        <button type="submit" className="button primary big">
          Check
        </button>
        <button type="button" className="button big" onClick={() => onAnswer(null)}>
          I don’t know
        </button>
      </div>
    </form>
  );
}

function complete(question: Question, given: Given): boolean {
  if (given === null) return false;
  if ('text' in given) return given.text.trim() !== '';
  if ('matches' in given) return question.pairs.every((_, i) => Boolean(given.matches[i]));
  return given.options.length > 0;
}

function controls(question: Question, given: Given, set: (given: Given) => void): ReactNode {
  switch (question.form) {
    case 'FILL_IN':
      return <Fill text={given && 'text' in given ? given.text : ''} onText={text => set({ text })} />;
    case 'MATCHING':
      return <Match question={question} matches={given && 'matches' in given ? given.matches : []} onMatches={matches => set({ matches })} />;
    case 'ORDERING':
      return <Order items={question.options.map(option => option.text)} order={given && 'options' in given ? given.options : []} onOrder={options => set({ options })} />;
    default:
      return <Choose question={question} chosen={given && 'options' in given ? given.options : []} onChosen={options => set({ options })} />;
  }
}

function Choose({ question, chosen, onChosen }: { question: Question; chosen: number[]; onChosen: (chosen: number[]) => void }) {
  const name = useId();
  const several = question.form === 'ANSWERS';
  return (
    <div className="choices">
      {question.options.map((option, i) => (
        <label key={i} className="choice">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(i)}
            onChange={event => onChosen(!several ? [i] : event.target.checked ? [...chosen, i].sort((a, b) => a - b) : chosen.filter(one => one !== i))}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </div>
  );
}

function Fill({ text, onText }: { text: string; onText: (text: string) => void }) {
  return (
    <p>
      <input className="field fill" aria-label="The blank" value={text} autoComplete="off" autoCapitalize="off" spellCheck={false} onChange={event => onText(event.target.value)} />
      <span className="small muted hint">Capitals, accents, punctuation and “the” before it make no difference.</span>
    </p>
  );
}

function Match({ question, matches, onMatches }: { question: Question; matches: string[]; onMatches: (matches: string[]) => void }) {
  const words = matchWords(question);
  return (
    <ul className="matches">
      {question.pairs.map((pair, i) => (
        <li key={i}>
          <label>
            <span>
              <Stem text={pair.prompt} />
            </span>
            <select className="select" value={matches[i] ?? ''} onChange={event => onMatches(question.pairs.map((_, k) => (k === i ? event.target.value : (matches[k] ?? ''))))}>
              <option value="">Choose…</option>
              {words.map(word => (
                <option key={word}>{word}</option>
              ))}
            </select>
          </label>
        </li>
      ))}
    </ul>
  );
}
