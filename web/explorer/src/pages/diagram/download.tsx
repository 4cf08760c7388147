import { navigate, usePlace, withParams } from '../../router';
import { Download, type Props } from '../../ui/download';
import { part, pictures, themes, type Part } from './pictures';

/** Takes a view away that is no diagram, with a picture of the entities in it. */
export default function DrawnDownload({ drawn, ...props }: Omit<Props, 'pictures' | 'themes'> & { drawn: Part }) {
  const theme = useFileTheme();
  return <Download {...props} pictures={drawn.roots.length > 0 ? pictures(part(drawn), theme.asked) : []} themes={drawn.roots.length > 0 ? theme : undefined} />;
}

/** The colours of files, as the address says: ?theme=dark. */
export function useFileTheme(): { asked: string | null; chosen: string; choose(theme: string): void } {
  const asked = themes.find(one => one === usePlace().params.get('theme')) ?? null;
  const choose = (theme: string) => navigate(withParams({ theme: theme === themes[0] ? null : theme }), { replace: true });
  return { asked, chosen: asked ?? themes[0], choose };
}
