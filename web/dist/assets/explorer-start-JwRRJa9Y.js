var e=`# Where a diagram can begin: the entities with the most relations.
query Start($lens: Lens!) {
  view(lens: $lens) { stats { hubs(first: 12) { degree entity { id name kind } } } }
}
`;export{e as t};