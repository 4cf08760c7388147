// Lists without a kind of their own: facts at the root, and those of a source.
import { graphql } from "react-relay";

export const query = graphql`
  query FactFeedQuery($id: ID!) {
    ...FactFeed_query
    source(id: $id) {
      ...FactFeed_source
    }
  }
`;

export const facts = graphql`
  fragment FactFeed_query on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 50 }, cursor: { type: "String" })
  @refetchable(queryName: "FactFeedPageQuery") {
    facts(filter: { grade: { in: [STATED] } }, first: $count, after: $cursor) @connection(key: "FactFeed_facts") {
      edges {
        node {
          id
          sentence
        }
      }
    }
  }
`;

export const quoted = graphql`
  fragment FactFeed_source on Source
  @argumentDefinitions(count: { type: "Int", defaultValue: 50 }, cursor: { type: "String" })
  @refetchable(queryName: "FactFeedSourcePageQuery") {
    facts(first: $count, after: $cursor) @connection(key: "FactFeed_source_facts") {
      edges {
        node {
          id
          evidence {
            quote
          }
        }
      }
    }
  }
`;
