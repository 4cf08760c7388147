// Neighbours of any entity, paged both ways, with a filter over several kinds.
import { graphql } from "react-relay";

export const fragment = graphql`
  fragment EntityNeighbors_entity on Entity
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
    filter: {
      type: "EntityFilter"
      defaultValue: { or: [{ program: { supports: { some: {} } } }, { kinds: [Threat] }] }
    }
  )
  @refetchable(queryName: "EntityNeighborsPageQuery") {
    neighbors(filter: $filter, first: $first, after: $after, last: $last, before: $before)
      @connection(key: "EntityNeighbors_neighbors") {
      edges {
        node {
          __typename
          name
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`;
