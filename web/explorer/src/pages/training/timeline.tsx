import timelineQuery from '../../queries/training-timeline.graphql?raw';
import { date } from '../../ui/format';
import { Empty } from '../../ui/states';
import { Marks, Notes, Numbering } from './notes';
import { Part } from './part';
import type { Event } from './types';

export function Timeline({ scope }: { scope: object }) {
  return (
    <Part<{ timeline: Event[] }> query={timelineQuery} variables={{ scope }} what="the timeline">
      {({ timeline }) => (timeline.length === 0 ? <NoDates /> : <Dated events={timeline} />)}
    </Part>
  );
}

function NoDates() {
  return (
    <Empty title="Nothing here has a date">
      <p>None of the facts about these says when. A wider scope may hold some that do.</p>
    </Empty>
  );
}

function Dated({ events }: { events: Event[] }) {
  const numbering = new Numbering();
  return (
    <>
      <ol className="dates">
        {events.map((event, i) => (
          <li key={i}>
            <time dateTime={event.date}>{date(event.date)}</time>
            <p>
              {event.text}
              <Marks numbers={numbering.of(event.receipt.proofs.flatMap(proof => proof.citations))} notes={numbering.notes} />
            </p>
          </li>
        ))}
      </ol>
      <Notes notes={numbering.notes} label="Footnotes" />
    </>
  );
}
