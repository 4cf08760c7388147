import { Dialog, DialogHeading } from '@ariakit/react';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../../api/access';
import { ApiError } from '../../api/client';
import { useLens } from '../../api/lens';
import { showNewest, useRevision } from '../../api/revision';
import { forgetNewest } from '../../api/use-query';
import { navigate, withParams } from '../../router';
import { counted, date } from '../../ui/format';
import { TokenForm } from '../sign-in/token-form';
import { BothSides } from './both-sides';
import type { Asked } from './request';
import { saveView, viewName, viewOf, type Saved } from './save';
import type { SavedView } from './saved-view';
import type { Pins } from './view-file';

type Props = { onClose(): void; onSaved(): void; asked: Asked; variables: object; layout: string; title: string; moved: Pins };

/** Parameters that a view says from then on. */
const inView = { roots: null, depth: null, direction: null, types: null, kinds: null, hide: null, collapse: null, layout: null, grade: null, at: null };

/** Saves how the diagram is drawn, by name: for editors. */
export function SaveDialog({ onClose, onSaved, asked, variables, layout, title: usual, moved }: Props) {
  const { signedIn } = useAccess();
  const { newest } = useRevision();
  const { minGrade } = useLens();
  const [name, setName] = useState(asked.view ?? '');
  const [title, setTitle] = useState(asked.saved?.file.title ?? '');
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Saved | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const yours = viewOf(asked, layout, minGrade, moved);
  const save = (over: SavedView | null) => {
    setBusy(true);
    setError(null);
    saveView(name, title.trim(), yours, asked.saved, over, variables)
      .then(
        result => {
          setFound(result);
          if (!result.saved) return;
          onSaved();
          onClose();
          forgetNewest();
          showNewest();
          navigate(withParams({ ...inView, view: name }));
        },
        failure => setError(failure instanceof ApiError ? failure : new ApiError(String(failure), 'INTERNAL')),
      )
      .finally(() => setBusy(false));
  };
  // The view that is shown may be saved over; one that has changed since may not.
  const own = asked.saved?.name === name ? asked.saved : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(own);
  };
  const theirs = found && !found.saved && 'theirs' in found ? found.theirs : null;
  const problem = found && !found.saved && 'problem' in found ? found.problem : null;
  const count = Object.keys(moved).length;
  const what = [count > 0 && counted(count, 'box moved', 'boxes moved'), asked.hide.length > 0 && `${asked.hide.length} hidden`].filter(Boolean).join(', ');
  return (
    <Dialog open onClose={onClose} className="dialog save-view" backdrop={<div className="dialog-backdrop" />}>
      <DialogHeading render={<h2 />}>Save this view</DialogHeading>
      {error?.code === 'UNAUTHENTICATED' && !signedIn ? (
        <>
          <p className="muted">Saving needs the token of an editor. What you moved stays.</p>
          <TokenForm autoFocus onDone={() => setError(null)} />
        </>
      ) : (
        <form className="save-form" onSubmit={submit}>
          <p className="muted note">
            {what && `${what}. `}It is saved as a revision after {newest ?? 0}, with who saved it, and opens with <code>?view={name || 'name'}</code>.
          </p>
          <label>
            <span className="note">Name</span>
            <input
              className="field"
              value={name}
              onChange={event => {
                setName(event.target.value.toLowerCase().replaceAll(' ', '-'));
                setFound(null);
              }}
              required
              autoFocus
              pattern={viewName.source}
              title="Letters, digits, hyphens and underscores"
            />
          </label>
          <label>
            <span className="note">Title</span>
            <input className="field" value={title} onChange={event => setTitle(event.target.value)} placeholder={usual} maxLength={200} />
          </label>
          <div role="status">
            {theirs && (
              <>
                <p className="note save-said">
                  {own ? `“${name}” has changed since you opened it` : `There is a view “${name}” already`}, saved by {theirs.author}
                  {theirs.time && ` on ${date(theirs.time)}`} as revision {theirs.revision}. Yours is not saved. Choose another name, or replace it: its history stays.
                </p>
                <BothSides theirs={theirs.file} yours={yours} name={name} />
              </>
            )}
            {problem && <p className="note save-said">It could not be saved: {problem}.</p>}
            {error && (
              <p className="note save-said">
                {error.code === 'FORBIDDEN' ? 'You may not save here' : 'It could not be saved'}: {error.message}.
              </p>
            )}
          </div>
          <div className="row">
            {theirs ? (
              <button type="button" className="button primary" disabled={busy} onClick={() => save(theirs)}>
                Replace it
              </button>
            ) : (
              <button type="submit" className="button primary" disabled={busy || !viewName.test(name)}>
                {busy ? 'Saving…' : 'Save'}
              </button>
            )}
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
