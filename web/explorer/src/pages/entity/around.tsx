import { useEffect, useState } from 'react';
import { authorization, currentToken } from '../../../../shared/token';
import type { Ref } from '../../api/types';
import { lensParams, useLens } from '../../api/lens';
import { href } from '../../router';
import { Link } from '../../ui/link';
import { useTheme } from '../../ui/theme';

/** More neighbours make a picture that says nothing at this size. */
const maxPictured = 40;

/** A small picture of what it is related to; the diagram pane has a large one. */
export function Around({ entity }: { entity: Ref & { degree: number } }) {
  const theme = useTheme();
  const lens = useLens();
  if (entity.degree === 0 || entity.degree > maxPictured) return null;
  const params = new URLSearchParams({ depth: '1', theme });
  lensParams(params, lens);
  return (
    <section className="around" aria-labelledby="around">
      <h2 id="around">Around it</h2>
      <Link href={href('/d', { roots: entity.id })} className="around-picture">
        <Drawing address={`/diagrams/${encodeURIComponent(entity.id)}.svg?${params}`} alt={`Diagram of ${entity.name} and what it is related to`} />
      </Link>
    </section>
  );
}

/** A picture of the server's. An image cannot send a token: with one, it is fetched. */
function Drawing({ address, alt }: { address: string; alt: string }) {
  const direct = currentToken() === null;
  const [fetched, setFetched] = useState<string | null>(null);
  useEffect(() => {
    if (direct) return;
    const abort = new AbortController();
    fetch(address, { headers: authorization(), signal: abort.signal })
      .then(response => (response.ok ? response.text() : Promise.reject(new Error(response.statusText))))
      .then(
        text => setFetched(`data:image/svg+xml,${encodeURIComponent(text)}`),
        () => setFetched(null), // the link below the place of it leads to the diagram all the same
      );
    return () => abort.abort();
  }, [address, direct]);
  return <img loading={direct ? 'lazy' : undefined} src={direct ? address : (fetched ?? undefined)} alt={alt} />;
}
