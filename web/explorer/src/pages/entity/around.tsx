import type { Ref } from '../../api/types';
import { useLens } from '../../api/lens';
import { href } from '../../router';
import { Link } from '../../ui/link';
import { useTheme } from '../../ui/theme';

/** More neighbours make a picture that says nothing at this size. */
const maxPictured = 40;

/** A small picture of what it is related to; the diagram pane has a large one. */
export function Around({ entity }: { entity: Ref & { degree: number } }) {
  const theme = useTheme();
  const { revision } = useLens();
  if (entity.degree === 0) return null;
  const params = new URLSearchParams({ depth: '1', theme });
  if (revision !== undefined) params.set('revision', String(revision));
  return (
    <section className="around" aria-labelledby="around">
      <h2 id="around">Around it</h2>
      {entity.degree <= maxPictured && (
        <Link href={href('/d', { roots: entity.id })} className="around-picture">
          <img
            loading="lazy"
            src={`/diagrams/${encodeURIComponent(entity.id)}.svg?${params}`}
            alt={`Diagram of ${entity.name} and what it is related to`}
          />
        </Link>
      )}
      <ul className="ask-next">
        <li>
          <Link href={href('/d', { roots: entity.id, depth: 2 })}>What lies two steps from {entity.name}?</Link>
        </li>
        <li>
          <Link href={href('/path', { from: entity.id })}>How is {entity.name} connected to another?</Link>
        </li>
        <li>
          <Link href={href('/', { q: `"${entity.name.replaceAll('"', ' ')}"` })}>Where else do the sources use these words?</Link>
        </li>
      </ul>
    </section>
  );
}
