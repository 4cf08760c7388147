import { Fragment } from 'react';

/** A text with its blanks drawn; read aloud, each is "blank". */
export function Stem({ text }: { text: string }) {
  return (
    <>
      {text.split(/_{3,}/).map((piece, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <span className="blank">
              <span className="visually-hidden">blank</span>
            </span>
          )}
          {piece}
        </Fragment>
      ))}
    </>
  );
}
