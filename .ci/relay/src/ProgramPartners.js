// The connection of a relation field on a Node: refetched through node(id:).
import { graphql } from "react-relay";

export const fragment = graphql`
  fragment ProgramPartners_program on Program
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 10 }
    cursor: { type: "String" }
    filter: { type: "PartnerFilter", defaultValue: { not: { name: { contains: "local" } } } }
    relation: { type: "RelationFilter", defaultValue: { grade: { atLeast: CONSTRUED } } }
  )
  @refetchable(queryName: "ProgramPartnersPageQuery") {
    name
    partnersConnection(filter: $filter, relation: $relation, orderBy: [{ by: name }], first: $count, after: $cursor)
      @connection(key: "ProgramPartners_partnersConnection") {
      edges {
        relation {
          id
          sentence
        }
        node {
          id
          name
        }
      }
    }
  }
`;
