// A root list: paged forward, filtered and ordered by what the route says.
import { graphql } from "react-relay";

export const query = graphql`
  query ProgramListQuery($filter: ProgramFilter, $orderBy: [ProgramOrder!]) {
    ...ProgramList_query @arguments(filter: $filter, orderBy: $orderBy)
  }
`;

export const fragment = graphql`
  fragment ProgramList_query on Query
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    filter: { type: "ProgramFilter" }
    orderBy: { type: "[ProgramOrder!]", defaultValue: [{ by: degree, direction: DESC }, { by: name }] }
  )
  @refetchable(queryName: "ProgramListPageQuery") {
    programs(filter: $filter, orderBy: $orderBy, first: $count, after: $cursor)
      @connection(key: "ProgramList_programs", filters: ["filter", "orderBy"]) {
      totalCount
      totalCountIsExact
      edges {
        node {
          id
          ...ProgramPartners_program @arguments(count: 5)
        }
      }
    }
  }
`;
