import './training.css';
import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react';
import { useEffect, useMemo, useRef } from 'react';
import { useLens } from '../../api/lens';
import { kindOf, useOntology } from '../../api/ontology';
import type { Ref } from '../../api/types';
import { useQuery } from '../../api/use-query';
import trainingQuery from '../../queries/training.graphql?raw';
import { navigate, withParams } from '../../router';
import { counted, short } from '../../ui/format';
import { Frame } from '../../ui/frame';
import { gradeWord } from '../../ui/grade';
import { Failed, Loading } from '../../ui/states';
import { GradeFacet } from '../../ui/grade-facet';
import { Begin } from './begin';
import { CitedPanel, uncited, useCited } from './cite';
import { Compare, useCompared } from './comparison';
import { Downloads, type Format } from './downloads';
import { Glossary } from './glossary';
import { Picker } from './picker';
import { Drawn, Questions } from './questions';
import { Quiz } from './quiz';
import { parts, useRequest, type Part, type Request } from './request';
import { scopeInput, type Scope } from './scope';
import { Settings } from './settings';
import { Sheets } from './sheets';
import { Timeline } from './timeline';

type Training = { scope: string; revision: number; entities?: Ref[]; formats: Format[] };

export default function TrainingPage() {
  const request = useRequest();
  const lens = useLens();
  const ontology = useOntology();
  const cited = useCited();
  const { scope, depth, types } = request;
  const input = useMemo(() => (scope ? scopeInput(scope, depth, types) : null), [scope, depth, types]);
  const kind = scope?.by === 'kind' ? kindOf(ontology, scope.names[0]!) : null;
  const { data, error, loading, retry } = useQuery<{ view: { training: Training } }>(trainingQuery, input && { scope: input, listed: kind === null, lens });
  const training = input ? data?.view.training : undefined;
  const name = training && (kind ? kind.plural : nameOf(training, scope!));
  const title = name ? `Training: ${short(name)}` : 'Training';
  const side = (
    <>
      <Picker request={request} />
      <Settings request={request} />
      <GradeFacet />
    </>
  );
  return (
    <Frame title={title} facets="Scope and questions" side={side} panel={cited && scope && <CitedPanel {...cited} />}>
      <article className="training">
        <header>
          {name && <p className="small muted">Training material about</p>}
          <h1>{name ?? 'Training material'}</h1>
          {training && <About training={training} kindCount={kind?.count} />}
        </header>
        {!scope && <Begin />}
        {error && <Failed error={error} retry={retry} />}
        {scope && !training && loading && <Loading what="the material" />}
        {training && input && name && <Material key={request.text} training={training} input={input} request={request} name={name} />}
      </article>
    </Frame>
  );
}

/** The scope in words; a few entities by their names. */
function nameOf({ scope, entities = [] }: Training, { by }: Scope): string {
  if (by === 'pattern') return entities.length === 1 ? entities[0]!.name : `What a pattern finds: ${counted(entities.length, 'entity', 'entities')}`;
  if (by === 'entities' && entities.length <= 4) return new Intl.ListFormat('en').format(entities.map(one => one.name));
  return scope.charAt(0).toUpperCase() + scope.slice(1);
}

/** One line: of how much, of which revision, how well known. */
function About({ training, kindCount }: { training: Training; kindCount?: number }) {
  const { minGrade } = useLens();
  const count = training.entities?.length ?? kindCount;
  return (
    <p className="note muted">
      {count !== undefined && `${counted(count, 'entity', 'entities')}, `}revision {training.revision}, facts {gradeWord(minGrade ?? 'CONTEXTUAL')}
      {minGrade !== 'STATED' && ' or better'}
    </p>
  );
}

type MaterialProps = { training: Training; input: object; request: Request; name: string };

function Material({ training, input, request, name }: MaterialProps) {
  const compared = useCompared(request.compare, training.entities ?? null, request.scope?.by === 'kind' ? request.scope.names[0]! : null);
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = tabs.current;
    const tab = list?.querySelector<HTMLElement>('[aria-selected=true]');
    // On a phone the tabs do not all fit. Not scrollIntoView, which would move the page as well.
    if (list && tab) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }, [request.part]);
  const go = (part: Part) => navigate(withParams({ part: part === 'sheets' ? null : part, ...uncited }));
  return (
    <>
      <div className="row actions no-print">
        <Downloads formats={training.formats} request={request} compare={compared.ids} />
        <button type="button" className="button" onClick={() => print()}>
          Print
        </button>
      </div>
      <TabProvider selectOnMove={false} selectedId={`part-${request.part}`} setSelectedId={id => id && go(id.slice('part-'.length) as Part)}>
        <TabList ref={tabs} className="parts no-print" aria-label="Parts of the material">
          {Object.entries(parts).map(([part, label]) => (
            <Tab key={part} id={`part-${part}`} className="part">
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel key={request.part} tabId={`part-${request.part}`} className="part-panel">
          <h2 className="print-only">{parts[request.part]}</h2>
          {shown(request, input, compared, name)}
        </TabPanel>
      </TabProvider>
    </>
  );
}

function shown(request: Request, input: object, compared: { ids: string[]; loading: boolean }, name: string) {
  switch (request.part) {
    case 'sheets':
      return <Sheets scope={input} />;
    case 'glossary':
      return <Glossary scope={input} />;
    case 'compare':
      return <Compare scope={input} ids={compared.ids} loading={compared.loading} />;
    case 'timeline':
      return <Timeline scope={input} />;
    case 'questions':
      return (
        <Drawn scope={input} request={request}>
          {questions => <Questions questions={questions} />}
        </Drawn>
      );
    case 'quiz':
      return (
        <Drawn scope={input} request={request} fewer={!request.counted}>
          {questions => {
            const id = JSON.stringify([input, request.questions, request.seed, request.forms, questions.map(question => question.stem)]);
            return <Quiz key={id} id={id} questions={questions} request={request} title={name} />;
          }}
        </Drawn>
      );
  }
}
