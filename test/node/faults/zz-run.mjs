import { bundle } from './bundle.ts';
const u = await bundle(process.argv[2]); 
import { Worker } from 'node:worker_threads';
new Worker(u, { execArgv: ['--enable-source-maps'] });
