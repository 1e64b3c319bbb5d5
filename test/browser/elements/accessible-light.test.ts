import { auditScenes } from './audit.js';

auditScenes('light');
