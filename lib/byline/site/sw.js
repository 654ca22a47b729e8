// Opens the lessons without a network after one visit. The pages come from the network where there is one, so that a
// lesson that was changed is seen at once; what is named by its content comes from here.
const { build, first, later } = self.BYLINE;
const ALL = `byline ${new URL(self.registration.scope).pathname} `; // other sites at this address have caches of their own
const NOW = ALL + build, CORE = `${ALL}core`;
const WAIT = 4000; // milliseconds until a page is taken from here

/** A request for a file that is refused where it is not the one that was built. */
const whole = ([path, integrity]) => new Request(path, { cache: "reload", integrity });

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(NOW);
  await cache.addAll(first.map(whole));
  await self.skipWaiting();
})()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(ALL) && name !== CORE && name !== NOW);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name))); // a page of the build before may be open
  await self.clients.claim();
})()));
self.addEventListener("message", (event) => { if (event.data === "idle") event.waitUntil(keepTheRest()); });
/** Keep what is large, one file after the other, once the page has no more to load. */
async function keepTheRest() {
  const cache = await caches.open(CORE);
  for (const one of later) if (!await cache.match(one[0])) await cache.add(whole(one)).catch(() => {});
  for (const kept of await cache.keys()) if (!later.some(([path]) => new URL(path, self.registration.scope).href === kept.url)) await cache.delete(kept);
}
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.href.startsWith(`${self.registration.scope}notebook/`)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(kept(request).then((found) => found ?? fetch(request)));
});
/** What is kept for an address: of this build, of Python, or of the build before. */
async function kept(address) {
  for (const name of [NOW, CORE, ...(await caches.keys()).filter((other) => other.startsWith(ALL))]) {
    const found = await caches.open(name).then((cache) => cache.match(address, { ignoreSearch: true }));
    if (found) return found;
  }
  return undefined;
}
/** A page from the network, or the one that is kept where none comes. */
async function page(request) {
  const here = async () => await kept(request) ?? await kept(`${request.url.split(/[?#]/)[0].replace(/[^/]*$/, "")}index.html`);
  try {
    const answer = await Promise.race([fetch(request.url, { cache: "no-cache" }), new Promise((_, late) => setTimeout(late, WAIT))]);
    if (answer.redirected) return Response.redirect(answer.url, 302);
    return answer.ok ? answer : await here() ?? answer;
  } catch { return await here() ?? Response.error(); }
}
