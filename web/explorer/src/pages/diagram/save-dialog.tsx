import { Dialog, DialogHeading } from '@ariakit/react';
import { useState, type FormEvent } from 'react';
import { useAccess } from '../../api/access';
import { ApiError } from '../../api/client';
import { showNewest, useRevision } from '../../api/revision';
import { forgetNewest } from '../../api/use-query';
import { navigate, withParams } from '../../router';
import { counted, date } from '../../ui/format';
import { TokenForm } from '../sign-in/token-form';
import type { Asked } from './request';
import { saveView, viewName, type Pins, type Saved } from './save';

type Props = { open: boolean; onClose(): void; onSaved(): void; asked: Asked; layout: string; title: string; moved: Pins };

/** Saves how the diagram is drawn, by name: for editors. */
export function SaveDialog({ open, onClose, onSaved, asked, layout, title: usual, moved }: Props) {
  const { signedIn } = useAccess();
  const { newest } = useRevision();
  const [name, setName] = useState(asked.view ?? '');
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Saved | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const save = (was: number) => {
    setBusy(true);
    setError(null);
    saveView(name, title.trim(), asked, layout, moved, was)
      .then(
        result => {
          setFound(result);
          if (!result.saved) return;
          onSaved();
          onClose();
          forgetNewest();
          showNewest();
          navigate(withParams({ view: name, hide: null, layout: null, at: null }));
        },
        failure => setError(failure instanceof ApiError ? failure : new ApiError(String(failure), 'INTERNAL')),
      )
      .finally(() => setBusy(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(0);
  };
  const conflict = found && !found.saved && 'conflict' in found ? found.conflict : null;
  const problem = found && !found.saved && 'problem' in found ? found.problem : null;
  const count = Object.keys(moved).length;
  const what = [count > 0 && counted(count, 'box moved', 'boxes moved'), asked.hide.length > 0 && `${asked.hide.length} hidden`].filter(Boolean).join(', ');
  return (
    <Dialog open={open} onClose={onClose} className="dialog save-view" backdrop={<div className="dialog-backdrop" />}>
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
            {conflict && (
              <p className="note save-said">
                There is a view “{name}” already
                {conflict.revision && `, saved by ${conflict.revision.author}${conflict.revision.time ? ` on ${date(conflict.revision.time)}` : ''}`}. Choose another name, or replace it: its history stays.
              </p>
            )}
            {problem && <p className="note save-said">It could not be saved: {problem}.</p>}
            {error && (
              <p className="note save-said">
                {error.code === 'FORBIDDEN' ? 'You may not save here' : 'It could not be saved'}: {error.message}.
              </p>
            )}
          </div>
          <div className="row">
            {conflict ? (
              <button type="button" className="button primary" disabled={busy} onClick={() => save(conflict.actual)}>
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
