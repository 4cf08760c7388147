import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { writeLink } from './link';

function LinkIcon() {
  return (
    <svg
      className="graphiql-toolbar-icon"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M8.5 11.5a3.2 3.2 0 0 0 4.6 0l2.4-2.4a3.2 3.2 0 1 0-4.6-4.6L9.8 5.6" />
      <path d="M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-2.4 2.4a3.2 3.2 0 1 0 4.6 4.6l1.1-1.1" />
    </svg>
  );
}

/** Toolbar button: copies a link that opens the active tab's query and variables. */
export function CopyLink() {
  const { queryEditor, variableEditor } = useGraphiQL(state => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  const [status, setStatus] = useState('');
  useEffect(() => {
    if (!status) return;
    const timer = setTimeout(() => setStatus(''), 4000);
    return () => clearTimeout(timer);
  }, [status]);

  async function copy() {
    const hash = writeLink({
      query: queryEditor?.getValue() ?? '',
      variables: variableEditor?.getValue() ?? '',
    });
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname + hash);
      setStatus('Link copied');
    } catch {
      // No clipboard outside a secure context (plain HTTP on another machine's address).
      setStatus('Copy the link from the address bar');
    }
  }

  return (
    <>
      <ToolbarButton label="Copy link to this query" onClick={() => void copy()}>
        <LinkIcon />
      </ToolbarButton>
      <span role="status" className={status ? 'copy-status' : 'visually-hidden'}>
        {status}
      </span>
    </>
  );
}
