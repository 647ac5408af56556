/** All routes of a server, from the drawing of its tree (`printRoutes`): four columns a level. */
export function routesOf(tree: string): string[] {
  const way: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^(?<level>[│├└─ ]*)(?<part>\S+) \((?<methods>[A-Z, ]+)\)/u.exec(line)?.groups;
    if (found === undefined) return [];
    way.length = (found['level'] ?? '').length / 4 - 1;
    way.push(found['part'] ?? '');
    return (found['methods'] ?? '').split(', ').map((method) => `${method} ${way.join('')}`);
  });
}
