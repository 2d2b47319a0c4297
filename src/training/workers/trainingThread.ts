import { serveTraining } from './serveTraining.js';

serveTraining();
