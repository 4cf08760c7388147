import { navigate, withParams } from '../../router';
import { some, type Asked } from './request';
import { leaves, type Scene } from './scene';

export const actions = [
  { key: 'e', name: 'Expand' },
  { key: 'c', name: 'Collapse' },
  { key: 'h', name: 'Hide' },
  { key: 'f', name: 'Focus' },
] as const;

/** Expands, collapses, hides or focuses an entity by the address; false for any other key. */
export function act(key: string, id: string, scene: Scene, asked: Asked): boolean {
  switch (key) {
    case 'e':
      navigate(withParams({ roots: [...new Set([...asked.roots, id])], hide: some(asked, asked.hide.filter(one => one !== id)) }));
      return true;
    case 'c': {
      const roots = asked.roots.length > 1 ? asked.roots.filter(one => one !== id) : asked.roots;
      const hidden = roots.length < asked.roots.length ? [] : leaves(scene, id, asked.roots);
      navigate(withParams({ roots, hide: some(asked, [...asked.hide, ...hidden]) }));
      return true;
    }
    case 'h':
      if (asked.roots.length === 1 && asked.roots[0] === id) return true; // nothing would be left
      navigate(withParams({ hide: [...new Set([...asked.hide, id])], roots: asked.roots.filter(one => one !== id), sel: null }));
      return true;
    case 'f':
      navigate(withParams({ roots: [id], hide: some(asked, []), sel: id }));
      return true;
  }
  return false;
}
