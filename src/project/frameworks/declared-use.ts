/** An engine that the configuration declares. */
import type { EngineUse } from '../../schema/index.ts';
import type { EngineSetting } from '../config.ts';
import { driverOfEngine } from '../test-engine.ts';

export function declaredUse({ engine, version, from }: EngineSetting): EngineUse {
  return { engine, driver: driverOfEngine(engine), ...(version === undefined ? {} : { version }), from };
}
