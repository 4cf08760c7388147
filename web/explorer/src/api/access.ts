import { useSyncExternalStore } from 'react';
import { currentToken, keepToken, onToken } from '../../../shared/token';
import { ApiError, ask } from './client';

/** Why a token is asked for; null while none is. */
let refusal: ApiError | null = null;
const listeners = new Set<() => void>();

function refuse(next: ApiError | null): void {
  refusal = next;
  listeners.forEach(listener => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onToken(listener);
  return () => {
    listeners.delete(listener);
    stop();
  };
}

/** Whether the server wants to know who asks, and whether somebody said so. */
export function useAccess(): { refusal: ApiError | null; signedIn: boolean } {
  const now = useSyncExternalStore(subscribe, () => refusal);
  const signedIn = useSyncExternalStore(subscribe, () => currentToken() !== null);
  return { refusal: now, signedIn };
}

/** Called where the server refuses for want of a token, or because it has ended. */
export function demandToken(error: ApiError): void {
  if (refusal === null) refuse(error);
}

/** Tries a token and keeps it; throws the server's refusal. */
export async function signIn(token: string): Promise<void> {
  await ask('query SignIn { revision { revision } }', {}, undefined, { token });
  keepToken(token);
  refuse(null);
}

/** Forgets the token, and with the page all that it showed. */
export function signOut(): void {
  keepToken(null);
  location.reload();
}
