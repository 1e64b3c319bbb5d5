import { bundle } from './bundle.ts';
import { Worker } from 'node:worker_threads';
const [seed, runs, n='2'] = process.argv.slice(2);
const u = await bundle('model-worker.ts');
const t=Date.now();
const counts=new Map();
await Promise.all(Array.from({length:+n},(_, i)=>new Promise((res,rej)=>{ const w=new Worker(u,{workerData:{seed:+seed+i,runs:+runs},execArgv:['--enable-source-maps']}); w.once('message',m=>{ for(const[k,v]of m.counts)counts.set(k,(counts.get(k)??0)+v); if(m.failure)console.log(m.failure.slice(0,2500),'\n'); res();}); w.once('error',rej);})));
console.log(Date.now()-t,'ms'); if(process.env.COUNTS)console.log([...counts].sort().map(([a,b])=>a+' '+b).join(', '));
