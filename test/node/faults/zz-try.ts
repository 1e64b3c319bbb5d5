import { play, plain } from './play.js';
import { Tally } from './world.js';
const tally = new Tally();
let t=process.hrtime.bigint();
for (let i=0;i<5;i++){
await play([{do:'press',device:0,card:'pm_card_visa',habit:'authorize',times:2,then:100}], plain, tally);
await play([{do:'press',device:0,card:'pm_card_threeDSecure2Required',habit:'authorize',times:2,then:100},{do:'sync',device:1,then:100}], plain, tally);
const t2=process.hrtime.bigint(); console.log(Number(t2-t)/1e6); t=t2;
}
console.log([...tally.counts]);
