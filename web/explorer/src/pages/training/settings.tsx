import { useEffect, useState } from 'react';
import { navigate, withParams } from '../../router';
import { uncited } from './cite';
import { maxQuestions, maxSeed, type Request } from './request';
import { formName, forms as allForms, type Form } from './types';

/** How many questions, of which forms, and which of those there are. */
export function Settings({ request }: { request: Request }) {
  const chosen = request.forms ?? [...allForms];
  const toggle = (form: Form) => {
    const next = allForms.filter(one => (one === form) !== chosen.includes(one));
    if (next.length === 0) return;
    navigate(withParams({ forms: next.length === allForms.length ? null : next.map(one => one.toLowerCase()), ...uncited }));
  };
  return (
    <>
      <div className="facet numbers" role="group" aria-label="Questions">
        <h2>Questions</h2>
        <NumberField label="How many" name="questions" value={request.questions} least={1} most={maxQuestions} />
        <NumberField label="Seed" name="seed" value={request.seed} least={0} most={maxSeed} />
        <p className="small muted">The same seed draws the same questions.</p>
      </div>
      <div className="facet" role="group" aria-label="Forms of questions">
        <h2>Forms</h2>
        {allForms.map(form => (
          <label key={form} className="choice">
            <input type="checkbox" checked={chosen.includes(form)} disabled={chosen.length === 1 && chosen[0] === form} onChange={() => toggle(form)} />
            {formName[form]}
          </label>
        ))}
      </div>
    </>
  );
}

/** A number that takes effect when the reader is done with it: with Enter, or by leaving. */
function NumberField({ label, name, value, least, most }: { label: string; name: string; value: number; least: number; most: number }) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const done = () => {
    const next = Number(text);
    if (!/^\d+$/.test(text.trim()) || next < least || next > most) return setText(String(value));
    if (next !== value) navigate(withParams({ [name]: next, ...uncited }));
  };
  return (
    <label className="inline-field">
      <span>{label}</span>
      <input
        className="field"
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        value={text}
        onChange={event => setText(event.target.value)}
        onBlur={done}
        onKeyDown={event => event.key === 'Enter' && done()}
      />
    </label>
  );
}
