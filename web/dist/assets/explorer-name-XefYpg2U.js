var e=`# The name of an entity, for a box that was filled from the address.
query Name($id: ID!, $lens: Lens!) {
  view(lens: $lens) { entity(id: $id) { id name kind } }
}
`;export{e as t};