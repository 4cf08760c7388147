const count = new Intl.NumberFormat('en-US');
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export const number = (n: number) => count.format(n);

/** 4 December 2018. */
export const date = (text: string) => day.format(new Date(text));

/** "1 fact", "240 facts". */
export function counted(n: number, one: string, many = one + 's'): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** A name that a heading or a link can bear: the beginning of a very long one. */
export function short(name: string): string {
  const points = [...name];
  return points.length <= 60 ? name : `${points.slice(0, 58).join('').trimEnd()}…`;
}
