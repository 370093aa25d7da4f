import { defineConfig } from 'dialint';
import { noEnum } from './dialint/no-enum.ts';

export default defineConfig({
  engines: { test: 'sqlite', production: ['mysql@8.4', 'postgres@16'] },
  rules: { 'acme/no-enum': ['error', { except: ['weekday'] }] },
  customRules: [noEnum],
});
