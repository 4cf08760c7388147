import type { Grade } from '../../api/types';

export type Pins = Record<string, { x: number; y: number }>;

/** The text of a saved view, which is YAML, as internal/diagram reads it. */
export type ViewFile = {
  layout?: string;
  theme?: string;
  frame?: string;
  title?: string;
  pins?: Pins;
  hidden?: string[];
  roots?: string[];
  depth?: number;
  direction?: string;
  types?: string[];
  kinds?: string[];
  /** Empty for the topmost. */
  collapse?: string[];
  limit?: number;
  grade?: Grade;
};

/** Asked for when a view is opened or saved: few pages need to read YAML. */
const yaml = () => import('yaml');

/** Loads what reads views while the view is still on its way. */
export const prepare = () => void yaml().catch(() => {});

/** A view's text as values. What is no view is empty: the server says what is wrong with it. */
export async function readView(text: string): Promise<ViewFile> {
  const { parse } = await yaml();
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ViewFile) : {};
  } catch {
    return {};
  }
}

/**
 * The text with other values, and otherwise as it was written: comments, order
 * and keys that are not named here stay. A value of undefined takes a key out.
 * Pins are added to those that there are.
 */
export async function rewriteView(text: string, { pins = {}, ...values }: ViewFile): Promise<string> {
  const { parseDocument, Document, isMap } = await yaml();
  const read = parseDocument(text);
  const doc = read.errors.length === 0 && isMap(read.contents) ? read : new Document({});
  const was = doc.toJS() as Record<string, unknown>;
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) doc.delete(name);
    else if (JSON.stringify(was[name]) !== JSON.stringify(value)) doc.set(name, doc.createNode(value, { flow: Array.isArray(value) }));
  }
  for (const [id, { x, y }] of Object.entries(pins)) {
    if (doc.hasIn(['pins', id, 'x'])) {
      doc.setIn(['pins', id, 'x'], x);
      doc.setIn(['pins', id, 'y'], y);
      continue;
    }
    if (!isMap(doc.get('pins'))) doc.set('pins', doc.createNode({}));
    doc.setIn(['pins', id], doc.createNode({ x, y }, { flow: true }));
  }
  return doc.toString({ lineWidth: 0 });
}
