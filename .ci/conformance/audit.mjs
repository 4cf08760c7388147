// Runs every audit of graphql-http against a running server:
//
//   node audit.mjs http://127.0.0.1:8080/graphql
//
// prints one line an audit, and exits with 1 unless all of them are "ok":
// recommendations (SHOULD, reported as "warn") and options (MAY, reported as
// "notice") count as much as requirements (MUST, "error").
import { auditServer } from 'graphql-http';

const url = process.argv[2] ?? process.env.GRAPHQL_URL;
if (!url) {
  console.error('usage: node audit.mjs <url of /graphql>');
  process.exit(2);
}

const results = await auditServer({ url });
let failed = 0;
for (const result of results) {
  const ok = result.status === 'ok';
  if (!ok) failed++;
  console.log(`${result.status.padEnd(6)} ${result.id} ${result.name}${ok ? '' : `: ${result.reason}`}`);
}
console.log(`${results.length - failed} of ${results.length} audits pass`);
process.exit(results.length === 0 || failed > 0 ? 1 : 0);
