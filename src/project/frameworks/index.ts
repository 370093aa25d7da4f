/**
 * How the frameworks besides Laravel are found. Each is loaded only where it may be wanted, and handed to
 * `discoverProject` by whoever has loaded it.
 */
import type { FrameworkName, Project } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import type { ProjectFiles } from '../files.ts';

export interface FrameworkDiscovery {
  readonly name: FrameworkName;
  /**
   * undefined: the project is none of this framework. What is wrong in it becomes a notice of `files`. `version`: that of
   * the framework, where it was asked for.
   */
  discover(files: ProjectFiles, config: DialintConfig, version?: string): Project | undefined;
}
