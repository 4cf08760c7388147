import { Menu, MenuButton, MenuItem, MenuProvider } from '@ariakit/react';
import { useState, type MouseEvent } from 'react';
import { authorization } from '../../../../shared/token';
import { ApiError } from '../../api/client';
import { useLens } from '../../api/lens';
import { save } from '../../ui/download';
import type { Request } from './request';

export type Format = { name: string; title: string; extension: string };

/** Takes the material away, in any format that the server has. */
export function Downloads({ formats, request, compare }: { formats: Format[]; request: Request; compare: string[] }) {
  const [said, setSaid] = useState('');
  const address = useAddressOf(request, compare);
  const take = (event: MouseEvent, format: Format) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setSaid(`Making ${format.title}…`);
    fetchFile(address(format)).then(
      name => setSaid(`${name} saved`),
      error => setSaid(error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join('. ') : String(error)),
    );
  };
  return (
    <>
      <MenuProvider>
        <MenuButton className="button">Download</MenuButton>
        <Menu className="menu" gutter={6}>
          {formats.map(format => (
            <MenuItem key={format.name} render={<a href={address(format)} download />} onClick={event => take(event, format)}>
              {format.title}
            </MenuItem>
          ))}
        </Menu>
      </MenuProvider>
      <span role="status" className="note muted">
        {said}
      </span>
    </>
  );
}

/** Where the server has the material as files. */
function useAddressOf({ scope, text, depth, types, questions, seed, forms }: Request, compare: string[]): (format: Format) => string {
  const lens = useLens();
  const params = new URLSearchParams({ questions: String(questions), seed: String(seed), fewer: 'true' });
  if (forms) params.set('forms', forms.map(form => form.toLowerCase()).join(','));
  if (scope?.by === 'around') {
    params.set('depth', String(depth));
    if (types.length > 0) params.set('types', types.join(','));
  }
  if (compare.length > 1) params.set('compare', compare.join(','));
  if (lens.revision !== undefined) params.set('revision', String(lens.revision));
  if (lens.minGrade !== undefined) params.set('minGrade', lens.minGrade.toLowerCase());
  const query = params.toString().replaceAll('%2C', ',');
  return ({ extension }) => `/training/${encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',')}.${extension}?${query}`;
}

/** Not a plain link: a token is sent as a header, and a refusal is to be read here. */
async function fetchFile(address: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, { headers: authorization() });
  } catch {
    throw new ApiError('No answer from the server', 'UNAVAILABLE', 'Check that missiongraph is still running, then try again.');
  }
  if (!response.ok) {
    const refused = (await response.json().catch(() => null)) as { errors?: { message: string; extensions?: { code?: string; hint?: string } }[] } | null;
    const first = refused?.errors?.[0];
    throw new ApiError(first?.message ?? `The server answered with HTTP ${response.status}`, first?.extensions?.code ?? 'INTERNAL', first?.extensions?.hint);
  }
  const name = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'training';
  save(name, await response.blob());
  return name;
}
