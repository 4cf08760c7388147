import { useEffect, type RefObject } from 'react';

/** useMarkInView brings the first mark of a box that scrolls into view when what it shows changes. */
export function useMarkInView(ref: RefObject<HTMLElement | null>, source: unknown, marks: unknown) {
  useEffect(() => {
    const box = ref.current;
    const mark = box?.querySelector('mark');
    if (!box || !mark) return;
    // Not scrollIntoView, which would move the page as well.
    box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * 0.35;
  }, [ref, source, marks]);
}
