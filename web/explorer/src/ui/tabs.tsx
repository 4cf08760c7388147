import { navigate, usePlace, withParams } from '../router';
import { useKeys } from './keys';

export type Twin = 'picture' | 'table' | 'json';
const names: Record<Twin, string> = { picture: 'Picture', table: 'Table', json: 'JSON' };

/** Which form of the view the address asks for: ?as=table. */
export function useTwin(): Twin {
  const as = usePlace().params.get('as');
  return as === 'table' || as === 'json' ? as : 'picture';
}

/** Switches between forms of the same result; g p, g t and g j do, too. */
export function Twins({ label = names.picture }: { label?: string }) {
  const chosen = useTwin();
  const show = (twin: Twin) => navigate(withParams({ as: twin === 'picture' ? null : twin }));
  useKeys(key => {
    if (key === 'g p') show('picture');
    if (key === 'g t') show('table');
    if (key === 'g j') show('json');
  });
  return (
    <div className="tabs" role="group" aria-label="Shown as">
      {(Object.keys(names) as Twin[]).map(twin => (
        <button key={twin} type="button" aria-pressed={twin === chosen} onClick={() => show(twin)}>
          {twin === 'picture' ? label : names[twin]}
        </button>
      ))}
    </div>
  );
}
