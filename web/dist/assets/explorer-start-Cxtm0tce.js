var e=`# Where a diagram can begin: saved views, and the entities with the most relations.
query Start($lens: Lens!) {
  view(lens: $lens) {
    stats { hubs(first: 12) { degree entity { id name kind } } }
    diagramViews { name title roots problem }
  }
}
`;export{e as t};