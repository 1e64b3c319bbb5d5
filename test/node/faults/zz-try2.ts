import { open, plain } from './play.js';
import { take } from './steps.js';
import { Tally } from './world.js';
const { world } = await open(plain, new Tally());
for (const d of world.devices) { const s=d.page.session; const act=s.act.bind(s); s.act=(a)=>{const r=act(a); console.log(world.time.now%1e6, d.name, a.type, (a as any).error?.code ?? (a as any).request?.attempt?.status ?? '', '->', s.state.status, s.model.request?.version); return r;}; }
await take(world, {do:'press',device:0,card:'pm_card_threeDSecure2Required',habit:'authorize',times:2,then:100});
console.log('--');
await world.time.pass(10000);
