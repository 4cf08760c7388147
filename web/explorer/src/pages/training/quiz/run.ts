import { useState } from 'react';
import type { Question } from '../types';
import { isRight, type Given } from './judge';

/** How far a quiz is. It lives in the page only: nothing is stored, nothing is sent. */
export type Run = {
  /** Places in the questions that are asked, in order; all of them but for a review. */
  asked: number[];
  /** What was answered, by place in asked. */
  given: Given[];
  /** Whether the last answer's key is still shown. */
  telling: boolean;
};

/** By questions: reading a source and coming back does not lose the place. Oldest first. */
const runs = new Map<string, Run>();

export function useRun(key: string): [Run | null, (run: Run | null) => void] {
  const [, show] = useState<Run | null>(null);
  const set = (run: Run | null) => {
    if (run) runs.set(key, run);
    else runs.delete(key);
    if (runs.size > 20) runs.delete(runs.keys().next().value!);
    show(run);
  };
  return [runs.get(key) ?? null, set];
}

let begun = false;

/** Lets the quiz that is shown next begin by itself: the reader asked for it. */
export function beginNext(): void {
  begun = true;
}

export function takeBegun(): boolean {
  const was = begun;
  begun = false;
  return was;
}

export const begin = (asked: number[]): Run => ({ asked, given: [], telling: false });

export const answered = (run: Run, given: Given): Run => ({ ...run, given: [...run.given, given], telling: true });

export const next = (run: Run): Run => ({ ...run, telling: false });

export const finished = (run: Run) => run.given.length === run.asked.length && !run.telling;

/** The answers so far, each with its question. */
export function results(run: Run, questions: Question[]): { question: Question; given: Given; right: boolean; place: number }[] {
  return run.given.map((given, i) => {
    const place = run.asked[i]!;
    const question = questions[place]!;
    return { question, given, right: isRight(question, given), place };
  });
}
