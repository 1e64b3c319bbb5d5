import { auditScenes } from './audit.js';

auditScenes('dark');
