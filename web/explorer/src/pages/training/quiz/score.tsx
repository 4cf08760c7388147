import { counted } from '../../../ui/format';
import { Explanation } from '../questions';
import { Stem } from '../stem';
import type { Question } from '../types';
import { useFollow } from './index';
import { inWords, type Given } from './judge';

type Props = {
  told: { question: Question; given: Given; right: boolean; place: number }[];
  moved: { current: boolean };
  onAgain: () => void;
  onWrong: () => void;
  onOther: () => void;
};

/** The score, what was answered wrongly, and the ways on. */
export function Score({ told, moved, onAgain, onWrong, onOther }: Props) {
  const box = useFollow<HTMLElement>(moved, score => score.querySelector('h2'));
  const wrong = told.filter(one => !one.right);
  const right = told.length - wrong.length;
  return (
    <section ref={box} className="score" aria-labelledby="score">
      <h2 id="score" tabIndex={-1}>
        {right} of {told.length} right
      </h2>
      <div className="score-bar" aria-hidden="true">
        <span style={{ width: `${(100 * right) / told.length}%` }} />
      </div>
      <div className="row">
        {wrong.length > 0 && (
          <button type="button" className="button primary big" onClick={onWrong}>
            {wrong.length === 1 ? 'Ask the wrong one again' : `Ask the ${wrong.length} wrong ones again`}
          </button>
        )}
        <button type="button" className={wrong.length > 0 ? 'button big' : 'button primary big'} onClick={onOther}>
          Other questions
        </button>
        <button type="button" className="button big" onClick={onAgain}>
          The same again
        </button>
      </div>
      {wrong.length > 0 && (
        <section aria-labelledby="review" className="review">
          <h2 id="review">{wrong.length === told.length ? 'To be read again' : `${counted(wrong.length, 'answer')} to read again`}</h2>
          <ol>
            {wrong.map(({ question, given }) => (
              <li key={question.id}>
                <h3>
                  <Stem text={question.stem} />
                </h3>
                <dl>
                  <dt>You</dt>
                  <dd>
                    <Stem text={inWords(question, given)} />
                  </dd>
                  <dt>Right</dt>
                  <dd>
                    <b>
                      <Stem text={question.key} />
                    </b>
                  </dd>
                </dl>
                <Explanation question={question} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </section>
  );
}
