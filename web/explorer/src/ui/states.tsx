import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';

/** Something is on its way. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="skeleton" role="status">
      <div className="visually-hidden">Loading {what}</div>
      {Array.from({ length: 6 }, (_, i) => (
        <span key={i} aria-hidden="true" />
      ))}
    </div>
  );
}

/** It did not work: what happened, what to do next. */
export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  const hint = error.hint && error.hint.charAt(0).toUpperCase() + error.hint.slice(1);
  const message = error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return (
    <div className="state" role="alert">
      <h2>This could not be shown</h2>
      <p>{message}</p>
      {hint && <p className="muted">{hint}</p>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** There is nothing; children teach what could be asked instead. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
