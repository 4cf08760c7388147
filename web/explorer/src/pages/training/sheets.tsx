import sheetsQuery from '../../queries/training-sheets.graphql?raw';
import { entityHref } from '../../router';
import { Link } from '../../ui/link';
import { Empty } from '../../ui/states';
import { Marks, Notes } from './notes';
import { Part, Some } from './part';
import type { Sheet } from './types';

export function Sheets({ scope }: { scope: object }) {
  return (
    <Part<{ sheets: Sheet[] }> query={sheetsQuery} variables={{ scope }} what="the fact sheets">
      {({ sheets }) =>
        sheets.length === 0 ? (
          <Empty title="There is nothing to tell">
            <p>No fact about these is shown. The grade or revision chosen may hide them.</p>
          </Empty>
        ) : (
          <Some list={sheets} many="fact sheets">
            {shown => shown.map(sheet => <SheetOf key={sheet.entity} sheet={sheet} />)}
          </Some>
        )
      }
    </Part>
  );
}

function SheetOf({ sheet }: { sheet: Sheet }) {
  return (
    <section className="sheet" aria-labelledby={`sheet-${sheet.entity}`}>
      <h2 id={`sheet-${sheet.entity}`}>
        <Link href={entityHref(sheet.entity)}>{sheet.name}</Link> <span className="muted">{sheet.kind}</span>
      </h2>
      {sheet.sections.map(section => (
        <div key={section.heading} className="sheet-section">
          <h3>{section.heading}</h3>
          <p>
            {section.sentences.map((sentence, i) => (
              <span key={i}>
                {sentence.text}
                <Marks numbers={sentence.notes} notes={sheet.notes} />{' '}
              </span>
            ))}
          </p>
        </div>
      ))}
      <Notes notes={sheet.notes} label={`Footnotes about ${sheet.name}`} />
    </section>
  );
}
