import { entityHref, href, sourceHref } from '../../router';
import { short } from '../../ui/format';
import type { Home } from './types';

type Question = { text: string; href: string };

/** Five questions that this graph can answer, each with the page that does. */
export function questions(home: Home, threats: number): Question[] {
  const found: Question[] = [];
  const led = home.led.nodes[0];
  if (led?.object) {
    found.push({ text: `Who leads the ${short(led.object.name)}?`, href: entityHref(led.object.id, { fact: led.id }) });
  }
  const unit = home.directorates.nodes.find(node => node.id === 'ero') ?? home.directorates.nodes[0] ?? home.stats.hubs[0]?.entity;
  if (unit) found.push({ text: `What does ${short(unit.name)} do?`, href: entityHref(unit.id) });

  const [from, to] = [home.programs.nodes.find(node => node.id !== led?.object?.id), led?.subject ?? home.partners.nodes[0]];
  if (from && to) {
    found.push({ text: `How are ${short(from.name)} and ${short(to.name)} connected?`, href: href('/path', { from: from.id, to: to.id }) });
  }
  if (home.directorates.nodes.length > 0 && threats > 0) {
    found.push({ text: 'Which threats does each directorate counter?', href: href('/matrix', { rows: 'Threat', columns: 'Directorate' }) });
  }
  const source = [...home.sources.nodes].sort((a, b) => b.coverage.used - a.coverage.used)[0];
  if (source) found.push({ text: `Which sentences of “${short(source.title)}” support nothing yet?`, href: sourceHref(source.id, { show: 'unused' }) });
  return found;
}
