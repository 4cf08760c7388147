import type { Evidence, Grade as Name } from '../../api/types';
import { gradeWord } from '../../ui/grade';

export type Alias = { text: string; grade: Name; evidence: Evidence[] };

/** Other names, each with where it comes from. */
export function Names({ aliases }: { aliases: Alias[] }) {
  if (aliases.length === 0) return null;
  return (
    <p className="note names">
      <span className="muted">Also </span>
      {aliases.map((alias, i) => (
        <span key={alias.text}>
          {i > 0 && ', '}
          {alias.text} <span className="muted">({from(alias)})</span>
        </span>
      ))}
    </p>
  );
}

function from({ grade, evidence }: Alias): string {
  const first = evidence[0];
  if (grade === 'EDITORIAL' || !first) return gradeWord(grade);
  return `${first.source.title}, line ${first.line}`;
}
