import type { Grade, Ref, SourceRef } from '../../api/types';

export type Neighbor = { node: { id: string }; relation: { id: string; grade: Grade; sentence: string } };
export type Member = Ref & { neighbors: { edges: Neighbor[] } };
export type Column = { totalCount: number; nodes: Member[] };

/** The answer to queries/home.graphql. */
export type Home = {
  revision: { revision: number; time: string | null };
  stats: { entities: number; relations: number; attributes: number; hubs: { entity: Ref }[] };
  sources: { nodes: (SourceRef & { coverage: { total: number; used: number } })[] };
  missionAreas: Column;
  directorates: Column;
  programs: Column;
  partners: Column;
  led: { nodes: { id: string; subject?: { id: string; name: string }; object?: { id: string; name: string } }[] };
};
