/** One example file of web/examples, as the panel shows it. */
export type Example = {
  /** group/file without extension: `analysts/01-who-leads-the-jttf`. */
  name: string;
  title: string;
  description: string;
  /** The file as it stands, with its two comment lines. */
  query: string;
  /** The neighbouring .variables.json, or the empty string. */
  variables: string;
};

export type ExampleGroup = { title: string; examples: Example[] };

const queries = import.meta.glob<string>('../../examples/*/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const variables = import.meta.glob<string>('../../examples/*/*.variables.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Folder names of web/examples, in the order of the panel. */
const groupTitles: Record<string, string> = {
  analysts: 'Analysts',
  diagrams: 'Diagram front-ends',
  training: 'Training generators',
};

export const exampleGroups: ExampleGroup[] = Object.entries(groupTitles).map(([folder, title]) => ({
  title,
  examples: Object.keys(queries)
    .filter(path => path.split('/').at(-2) === folder)
    .sort()
    .map(path => readExample(folder, path)),
}));

/** The tabs of a first visit: the first example of each group. */
export const firstExamples: Example[] = exampleGroups.map(group => group.examples[0]);

function readExample(folder: string, path: string): Example {
  const query = queries[path].trimEnd() + '\n';
  const [title, description] = query.split('\n').map(line => line.replace(/^#\s*/, ''));
  const file = path.split('/').at(-1)!.replace(/\.graphql$/, '');
  return {
    name: `${folder}/${file}`,
    title,
    description,
    query,
    variables: (variables[path.replace(/\.graphql$/, '.variables.json')] ?? '').trimEnd(),
  };
}
