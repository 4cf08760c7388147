/** What material is about, as ?scope= and the files of /training/ have it: ero, kind:Program, area:…, around:ice,hsi, pattern:MATCH … */
export type Scope = { by: By; names: string[] };

export const ways = { entity: 'An entity', kind: 'All of a kind', area: 'A mission area', around: 'Entities and what is around them', entities: 'Several entities', pattern: 'What a pattern finds' } as const;
export type By = keyof typeof ways;

const isWay = (text: string): text is By => Object.hasOwn(ways, text);

/** null where it names nothing. */
export function parseScope(text: string): Scope | null {
  const at = text.indexOf(':');
  const by = text.slice(0, Math.max(at, 0));
  if (!isWay(by) || by === 'entity') return text === '' ? null : { by: 'entity', names: [text] };
  const rest = text.slice(at + 1);
  const names = several(by) ? rest.split(',').filter(Boolean) : [rest];
  return names.length === 0 || names[0] === '' ? null : { by, names };
}

export const several = (by: By) => by === 'around' || by === 'entities';

export function scopeText({ by, names }: Scope): string {
  return by === 'entity' ? (names[0] ?? '') : `${by}:${names.join(',')}`;
}

/** As the schema's input TrainingScope. */
export function scopeInput({ by, names }: Scope, depth: number, types: string[]): object {
  switch (by) {
    case 'entity':
      return { entity: names[0] };
    case 'kind':
      return { kind: names[0] };
    case 'area':
      return { missionArea: names[0] };
    case 'around':
      return types.length > 0 ? { around: names, depth, types } : { around: names, depth };
    case 'entities':
      return { entities: names };
    case 'pattern':
      return { pattern: names[0] };
  }
}
