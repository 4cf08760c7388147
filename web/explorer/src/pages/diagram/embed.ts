import type { Asked } from './request';
import type { Scene } from './scene';

/** HTML that shows the picture on another page, always of the newest revision. */
export function embedCode(asked: Asked, scene: Scene): string {
  const [first = '', ...more] = asked.roots;
  const params = new URLSearchParams();
  for (const root of more) params.append('root', root);
  params.set('depth', String(asked.depth));
  if (asked.kinds.length > 0) params.set('kinds', asked.kinds.join(','));
  if (asked.types.length > 0) params.set('types', asked.types.join(','));
  if (asked.collapse !== '') params.set('collapse', asked.collapse === 'top' ? '' : asked.collapse.replaceAll('+', ','));
  if (asked.layout !== 'ORG') params.set('layout', asked.layout);
  const address = `${location.origin}/diagrams/${encodeURIComponent(first)}.svg?${params}`;
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<img src="${escape(address)}" alt="${escape(scene.title)}" width="${Math.ceil(scene.width)}" height="${Math.ceil(scene.height)}">`;
}
