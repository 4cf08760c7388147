// Reads {"query options": …} of graphql-js's getIntrospectionQuery from the first
// argument (JSON, default {}), prints the query; with a URL as the second, sends
// it and builds a schema from the answer, printing the number of its types.
import { buildClientSchema, getIntrospectionQuery, validateSchema } from 'graphql';

const query = getIntrospectionQuery(JSON.parse(process.argv[2] ?? '{}'));
const url = process.argv[3];
if (!url) {
  console.log(query);
  process.exit(0);
}
const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
  body: JSON.stringify({ query }),
});
const { data, errors } = await response.json();
if (errors) {
  console.error(JSON.stringify(errors, null, 2));
  process.exit(1);
}
const schema = buildClientSchema(data);
const problems = validateSchema(schema);
for (const problem of problems) console.error(problem.message);
console.log(Object.keys(schema.getTypeMap()).length);
process.exit(problems.length > 0 ? 1 : 0);
