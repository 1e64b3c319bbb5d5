/** The gallery: real elements over scripted backends. `?only=key` shows one; `?theme=dark|light`, `?lang=`, `?dir=` as they say. */
import type { Scene } from './scene.js';
import { sections } from './scenes.js';
import { bubble, prepare } from './stage.js';

const root = document.documentElement;
const query = new URLSearchParams(location.search);
const only = query.get('only');
const theme = query.get('theme');
if (theme) root.dataset.theme = theme;
if (only) root.dataset.only = only;
root.lang = query.get('lang') ?? root.lang;
root.dir = query.get('dir') ?? root.dir;

prepare();

function cell(scene: Scene): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cell';
  const title = document.createElement('h3');
  const caption = document.createElement('span');
  caption.textContent = scene.caption;
  title.append(scene.state, ' ', caption);
  box.append(title, scene.offline && !only ? frame(scene) : bubble(scene).box);
  return box;
}

function frame(scene: Scene): HTMLElement {
  const inside = document.createElement('iframe');
  inside.title = scene.caption;
  inside.src = `?${new URLSearchParams({ ...Object.fromEntries(query), only: scene.key }).toString()}`;
  return inside;
}

const main = document.querySelector('main');
for (const { title, scenes } of sections) {
  const shown = scenes.filter(({ key }) => !only || key === only);
  if (shown.length === 0) continue;
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const grid = document.createElement('div');
  grid.className = 'grid';
  grid.append(...shown.map(cell));
  section.append(heading, grid);
  main?.append(section);
}
