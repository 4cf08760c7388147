// Follows the change feed of a server with the clients graphql-ws and graphql-sse:
//
//   node feed.mjs ws|sse http://127.0.0.1:8080 AFTER UP_TO [BUSY_MS]
//
// prints the revision of each event on a line until UP_TO, and "lag" or "lost"
// where it had to subscribe again, which it does after the last revision seen.
// With BUSY_MS it takes nothing for so long after the first event.
import { createClient as createSocket } from 'graphql-ws';
import { createClient as createEvents } from 'graphql-sse';
import WebSocket from 'ws';

const [kind, url, from, upTo, busy] = process.argv.slice(2);
const query = `subscription Feed($after: Revision = 0) {
  changes(after: $after) { revision ops { node { ... on Agency { note } } } }
}`;

const client =
  kind === 'ws'
    ? createSocket({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 })
    : createEvents({ url: `${url}/graphql/stream`, retryAttempts: 0 });

// One subscription to its end: whether it reached UP_TO, and what ended it.
let after = Number(from);
let first = true;
function follow() {
  return new Promise((resolve) => {
    let ended = 'lost';
    const note = (errors) => {
      if (Array.isArray(errors) && errors[0]?.extensions?.reason === 'lag') {
        if (errors[0].extensions.after !== after) throw new Error(`told ${errors[0].extensions.after} at ${after}`);
        ended = 'lag';
      } else if (Array.isArray(errors)) {
        throw new Error(JSON.stringify(errors));
      }
    };
    const stop = client.subscribe(
      { query, variables: { after } },
      {
        next({ data, errors }) {
          if (errors) return note(errors);
          const { revision } = data.changes;
          if (revision !== after + 1) throw new Error(`revision ${revision} after ${after}`);
          after = revision;
          console.log(revision);
          if (first && busy) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(busy));
          first = false;
          if (after === Number(upTo)) stop();
        },
        error(err) {
          note(err);
          resolve(ended);
        },
        complete: () => resolve(ended),
      },
    );
  });
}

while (after < Number(upTo)) {
  const ended = await follow();
  if (after < Number(upTo)) {
    console.log(ended);
    if (ended === 'lost') await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
await client.dispose();
