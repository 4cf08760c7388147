import { lazy, Suspense } from 'react';
import { useAccess } from './api/access';
import { EntityPage } from './pages/entity';
import { HomePage } from './pages/home';
import { SourcePage } from './pages/source';
import { usePlace } from './router';
import { Frame, Top } from './ui/frame';
import { Empty, Loading } from './ui/states';

const SignInPage = lazy(() => import('./pages/sign-in'));
const DiagramPage = lazy(() => import('./pages/diagram'));
const PathPage = lazy(() => import('./pages/path'));
const MatrixPage = lazy(() => import('./pages/matrix'));
const ComparePage = lazy(() => import('./pages/compare'));
const TrainingPage = lazy(() => import('./pages/training'));

export function App() {
  const { refusal } = useAccess();
  return (
    <>
      <Top />
      <Suspense fallback={<Frame title="">{<Loading what="the page" />}</Frame>}>
        {refusal ? <SignInPage refusal={refusal} /> : <Page />}
      </Suspense>
    </>
  );
}

/** One page for each path; internal/server lists the same paths. */
function Page() {
  const { path } = usePlace();
  const [, first = '', rest] = path.split('/');
  const id = rest === undefined ? '' : decode(rest);
  if (path === '/') return <HomePage />;
  if (first === 'e' && id) return <EntityPage key={id} id={id} />;
  if (first === 's' && id) return <SourcePage key={id} id={id} />;
  switch (path) {
    case '/d':
      return <DiagramPage />;
    case '/path':
      return <PathPage />;
    case '/matrix':
      return <MatrixPage />;
    case '/compare':
      return <ComparePage />;
    case '/training':
      return <TrainingPage />;
  }
  return (
    <Frame title="No such page">
      <Empty title="There is no page here">
        <p>Search for a name, an acronym or part of one.</p>
      </Empty>
    </Frame>
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
