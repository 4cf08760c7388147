import { grades } from '../../api/types';
import { usePlace, withParams } from '../../router';
import { Grade } from '../../ui/grade';
import { Link } from '../../ui/link';

/** The weakest grade that the page shows; the server's own default is from context. */
export function GradeFacet() {
  const chosen = usePlace().params.get('grade') ?? 'contextual';
  return (
    <div className="facet" role="group" aria-label="How well known">
      <h2>How well known</h2>
      {grades.map((grade, i) => {
        const value = grade.toLowerCase();
        return (
          <Link
            key={grade}
            className="choice"
            href={withParams({ grade: value === 'contextual' ? null : value, fact: null })}
            aria-current={chosen === value || undefined}
          >
            <Grade grade={grade} />
            <span className="count">{i === 0 ? 'only' : i === grades.length - 1 ? 'and all above' : 'or better'}</span>
          </Link>
        );
      })}
    </div>
  );
}
