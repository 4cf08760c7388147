import { grades, type Grade as Name } from '../api/types';
import { usePlace, withParams } from '../router';
import { Grade } from './grade';
import { Link } from './link';

/** The weakest grade that the page shows; where the address is silent, the usual one. */
export function GradeFacet({ usual = 'CONTEXTUAL' }: { usual?: Name }) {
  const chosen = usePlace().params.get('grade') ?? usual.toLowerCase();
  return (
    <div className="facet" role="group" aria-label="How well known">
      <h2>How well known</h2>
      {grades.map((grade, i) => {
        const value = grade.toLowerCase();
        return (
          <Link
            key={grade}
            className="choice"
            href={withParams({ grade: grade === usual ? null : value, fact: null })}
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
