import { lensParams, type Lens } from '../../api/lens';
import type { Asked } from './request';
import type { Scene } from './scene';

/**
 * HTML that shows the picture on another page: what the address says to draw, of
 * the newest revision but where it names another.
 */
export function embedCode(asked: Asked, most: number, lens: Lens, at: string | null, theme: string | null, scene: Scene): string {
  const [first = '', ...more] = asked.roots;
  const params = new URLSearchParams();
  for (const root of more) params.append('root', root);
  params.set('depth', String(asked.depth));
  const set = (name: string, value: string | null | undefined) => value && params.set(name, value);
  /** Empty where a saved view has some that are not wanted. */
  const some = (name: string, values: string[]) => (values.length > 0 || asked.view !== null) && params.set(name, values.join(','));
  set('direction', asked.direction === 'ANY' && asked.view === null ? null : asked.direction.toLowerCase());
  some('kinds', asked.kinds);
  some('types', asked.types);
  some('hide', asked.hide);
  if (asked.collapse !== '') params.set('collapse', asked.collapse === 'top' ? '' : asked.collapse.replaceAll('+', ','));
  const limit = Math.min(asked.limit, most);
  if (limit !== 500) params.set('limit', String(limit));
  set('layout', asked.layout === 'ORG' ? null : asked.layout.toLowerCase());
  set('view', asked.view);
  lensParams(params, { ...lens, minGrade: lens.minGrade ?? asked.grade, revision: at === null ? undefined : lens.revision });
  if (asked.since !== null) params.set('from', String(asked.since));
  set('theme', theme);
  const address = `${location.origin}/diagrams/${encodeURIComponent(first)}.svg?${params.toString().replaceAll('%2C', ',')}`;
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<img src="${escape(address)}" alt="${escape(scene.title)}" width="${Math.ceil(scene.width)}" height="${Math.ceil(scene.height)}">`;
}
